// A photograph as it is sent: what a telephone takes is larger than anybody needs, and the network on site is slow.

const LONGEST = 2560;
const SHOWN = ["image/jpeg", "image/png", "image/webp"];

export async function smaller(file) {
  try {
    const image = await createImageBitmap(file);
    const scale = LONGEST / Math.max(image.width, image.height);
    if (scale >= 1 && SHOWN.includes(file.type)) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * Math.min(scale, 1));
    canvas.height = Math.round(image.height * Math.min(scale, 1));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const content = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return new File([content], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file; // the server says whether it is a picture
  }
}

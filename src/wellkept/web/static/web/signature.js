// A field in which somebody signs with a finger, a pen or a mouse.

const drawn = new WeakSet();

export const isDrawn = (canvas) => drawn.has(canvas);

export function startSignature(canvas, clearButton) {
  const pen = canvas.getContext("2d");
  let isDown = false;
  clear(canvas);
  clearButton.addEventListener("click", () => clear(canvas));
  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...placeOf(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...placeOf(event));
    pen.stroke();
    drawn.add(canvas);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (isDown = false));
}

export function clear(canvas) {
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "black" });
  drawn.delete(canvas);
}

function placeOf(event) {
  const canvas = event.target;
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

"""Every address of the pages of duplicates."""

from __future__ import annotations

from wellkept.web.duplicates import pairs, splitting, undoing

urlpatterns = [*pairs.urlpatterns, *undoing.urlpatterns, *splitting.urlpatterns]

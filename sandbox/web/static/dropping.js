// Files that are dragged over the page or pasted: which they are, and who takes them.

const speaksOfFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

/** The files of a drop or a paste; folders, which can't be sent, are left out. */
export function filesOf(transfer) {
  const items = [...(transfer?.items ?? [])].filter((item) => item.kind === "file");
  return items.filter((item) => !item.webkitGetAsEntry()?.isDirectory).map((item) => item.getAsFile()).filter(Boolean);
}

/** Let `zone` take dropped files; while some are held over it, it has the class `dropping`. */
export function acceptDrops(zone, onFiles) {
  let depth = 0; // each element inside sends its own enter and leave
  const end = () => {
    depth = 0;
    zone.classList.remove("dropping");
  };
  zone.addEventListener("dragenter", (event) => {
    if (!speaksOfFiles(event)) return;
    depth += 1;
    zone.classList.add("dropping");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!speaksOfFiles(event)) return;
    depth -= 1;
    if (depth <= 0) end();
  });
  zone.addEventListener("drop", (event) => {
    if (!speaksOfFiles(event)) return;
    event.stopPropagation();
    event.preventDefault();
    end();
    onFiles(filesOf(event.dataTransfer));
  });
}

/** A file that misses every zone must not replace the page by itself. Called once. */
export function refuseStrayDrops() {
  for (const type of ["dragover", "drop"]) {
    addEventListener(type, (event) => { if (speaksOfFiles(event)) event.preventDefault(); });
  }
}

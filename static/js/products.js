// A picture that is too heavy for the public page is made smaller before it is sent; without this script the form says so.
const LONGEST = 800, QUALITIES = [0.82, 0.7, 0.55, 0.4], SHRINK = 0.8, STEPS = 8;

function drawn(image, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function smaller(file, most) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  let scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  for (let step = 0; step < STEPS; step += 1, scale *= SHRINK) {
    const canvas = drawn(image, scale);
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (blob && blob.size <= most) return new File([blob], "picture.jpg", { type: "image/jpeg" });
    }
  }
  return null;
}

for (const box of document.querySelectorAll("[data-shrink]")) {
  const input = box.querySelector("input[type=file]");
  const said = document.createElement("output");
  if (!input) continue;
  input.after(said);
  input.addEventListener("change", async () => {
    const [file] = input.files, most = Number(box.dataset.shrink);
    said.textContent = "";
    if (!file || file.size <= most) return;
    try {
      const made = await smaller(file, most);
      if (!made) return;
      const files = new DataTransfer();
      files.items.add(made);
      input.files = files.files;
      said.textContent = box.dataset.textSmall;
    } catch {
      said.textContent = box.dataset.textBad;
    }
  });
}

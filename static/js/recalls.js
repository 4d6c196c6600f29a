// The watch of an open recall: counts on from the seconds that the server gave.
document.querySelectorAll(".watch[data-seconds]").forEach((watch) => {
  const begun = performance.now() - Number(watch.dataset.seconds) * 1000;
  const two = (number) => String(number).padStart(2, "0");
  const show = () => {
    const seconds = Math.floor((performance.now() - begun) / 1000);
    watch.textContent = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };
  show();
  setInterval(show, 1000);
});

// The page around it: every blank is checked when its button or Enter is pressed; answers can be saved for the command.
const exercise = JSON.parse(document.getElementById("exercise").textContent);
const blanks = [...document.querySelectorAll(".question")];
const answers = () => Object.fromEntries(blanks.map((blank) => [blank.dataset.step, blank.querySelector("input").value]));

function check(blank) {
  const { verdict, message } = judge(exercise.questions[blank.dataset.step], blank.querySelector("input").value);
  blank.dataset.verdict = verdict;
  blank.querySelector("output").textContent = `${verdict[0].toUpperCase()}${verdict.slice(1)}. ${message}`;
  blank.querySelector(".own").hidden = verdict !== "right";
  const right = blanks.filter((one) => one.dataset.verdict === "right").length;
  document.getElementById("progress").textContent = `${right} of ${blanks.length} lines are right.`;
}

// The data that `symdln derive --check FILE` reads.
const saved = () => ({
  ...exercise.data,
  steps: exercise.data.steps.map((line) => (line.step in exercise.questions ? { ...line, after: answers()[line.step] } : line)),
});

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(saved(), null, 2)], { type: "application/json" }));
  link.download = `${exercise.data.derivation}-exercise.json`;
  link.click();
}

for (const blank of blanks) {
  const input = blank.querySelector("input");
  blank.querySelector("button").addEventListener("click", () => check(blank));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") check(blank); });
  input.addEventListener("input", () => { delete blank.dataset.verdict; blank.querySelector("output").textContent = ""; blank.querySelector(".own").hidden = true; });
}
document.getElementById("save").addEventListener("click", save);
document.documentElement.classList.add("script");

"""Peacock, panda, crane: a memory that is erased, rewritten and asked, one gate at a time (hand-built network)."""

from dataclasses import replace
from itertools import compress

from lstmviz.dynamics import Intervention, clamp
from lstmviz.lesson import Choice, Claim, FreeText, Lesson, Question, Step, Toggle
from lstmviz.models import Run
from lstmviz.models.peacock import REVERSED, SENTENCE
from lstmviz.models.run import UNSURE
from lstmviz.numbers import number
from lstmviz.scene import Scene, simulate

PANDA = SENTENCE.split().index("panda")
SWITCH = REVERSED.split().index("peacock")

KEEP_OPEN = clamp("forget_gate", 1.0, steps=[SWITCH])
WRITE_SHUT = clamp("input_gate", 0.0, steps=[SWITCH])

CRANE_ALONE = "crane is the national bird of"
CRANE_SENTENCES = {
    "crane, nothing before it": CRANE_ALONE,
    "panda, then crane": "panda and crane are the national animal and bird of",
    "sakura, then crane": "sakura and crane are the national flower and bird of",
}
READS_QUERY = "of"


def forget_at(word: str, unit: str):
    """Return a measure: the forget gate of a unit at the first mention of a word."""
    return lambda run: float(run.trace.gate("forget_gate")[run.tokens.index(word), run.trace.unit_names.index(unit)])


def memory_after(word: str, unit: str):
    """Return a measure: the cell state of a unit after the first mention of a word."""
    return lambda run: float(run.trace.cell_state[run.tokens.index(word) + 1, run.trace.unit_names.index(unit)])


def memory_before(word: str, unit: str):
    return lambda run: float(run.trace.cell_state[run.tokens.index(word), run.trace.unit_names.index(unit)])


def final(country: str):
    """Return a measure: the probability of a country in the last answer."""
    return lambda run: float(run.output[-1, run.class_index(country)])


def where_peacock_goes(run: Run) -> str:
    """Return the word at which the peacock unit loses most of its memory."""
    lost = -(run.trace.cell_state[1:] - run.trace.cell_state[:-1])[:, run.trace.unit_names.index("peacock")]
    return run.tokens[int(lost.argmax())]


def units_and_votes(scene: Scene) -> list[dict[str, str]]:
    """Return what each unit stands for and which countries it speaks for, read from the weights of the readout."""
    model = simulate(scene).model
    votes = {unit: model.readout.weight[:, row] > 0 for row, unit in enumerate(model.units)}
    return [
        {"memory unit": unit, "while it holds 1 it votes for": " and ".join(compress(model.classes, voted))}
        for unit, voted in votes.items()
    ]


def outcomes(scene: Scene) -> list[dict[str, str]]:
    """Return the answers of all four settings of the two switches, one row each, computed now."""
    settings: dict[str, tuple[Intervention, ...]] = {
        "as it is": (),
        "keep held at 1": (KEEP_OPEN,),
        "write held at 0": (WRITE_SHUT,),
        "both held": (KEEP_OPEN, WRITE_SHUT),
    }
    return [_outcome(label, simulate(replace(scene, interventions=held))) for label, held in settings.items()]


def _outcome(label: str, run: Run) -> dict[str, str]:
    most = number(run.answer_probability) + (" at most" if run.verdict == UNSURE else "")
    return {"at peacock": label, "at the end it answers": f"{run.verdict} ({most})"}


predict = Step(
    title="Predict",
    text=(
        "An LSTM reads one word at a time and carries a **memory**. This one was built by hand, so that every gate can "
        "be read: it has four memory units, *peacock*, *panda*, *crane* and *sakura*, and each holds 1 while its "
        "symbol is the subject of the sentence.\n\n"
        "At the last word, *of*, it must name a country. Until then it must keep what matters and drop what does not."
    ),
    scene=Scene(text=SENTENCE, step=0, unit=0),
    opening_table=units_and_votes,
    question=Question(
        prompt="At which word does the peacock leave the memory?",
        options=("India", "whereas", "panda", "crane"),
        answer=where_peacock_goes,
        because=(
            "At *panda* the forget gate of the peacock unit falls to %(forget)s. Names and joining words leave it open."
        ),
        often_written="forgetting is often pictured as fading with time; here one gate closes at one word",
    ),
    after=(
        "Step through with the arrow keys and watch the row *keep*. Before *panda* the peacock's memory is %(before)s, "
        "after it %(after)s. **A forget gate of 1 means keep, 0 means erase.**"
    ),
    stepper=True,
    numbers={
        "forget": forget_at("panda", "peacock"),
        "before": memory_before("panda", "peacock"),
        "after": memory_after("panda", "peacock"),
    },
    claims=(
        Claim("The peacock leaves at panda.", lambda run: where_peacock_goes(run) == "panda"),
        Claim("The gate is almost shut there.", lambda run: forget_at("panda", "peacock")(run) < 1e-4),
        Claim(
            "No word between peacock and panda closes it.",
            lambda run: run.trace.gate("forget_gate")[1:PANDA, 0].min() > 0.9999,
        ),
        Claim("The answer is China.", lambda run: abs(final("China")(run) - 0.9975) < 1e-4),
    ),
)

arithmetic_step = Step(
    title="Why did it close?",
    text=(
        "Here is the word *panda* again, with the peacock unit chosen. Three numbers meet: **keep** %(forget)s "
        "multiplies the old memory, **write** lets the candidate in, **show** decides what leaves the cell.\n\n"
        "Press the number beside *keep* to read the sum behind it: a bias that says *keep*, and the weight of the word "
        "*panda* that outvotes it. Then choose the unit *panda* and see its write gate at %(write)s."
    ),
    scene=Scene(text=SENTENCE, step=PANDA, unit=0),
    after="",
    stepper=True,
    numbers={
        "forget": forget_at("panda", "peacock"),
        "write": lambda run: float(run.trace.gate("input_gate")[PANDA, 1]),
    },
    claims=(
        Claim(
            "The bias says keep and the word outvotes it: 10 - 20.",
            lambda run: abs(run.trace.pre_activation[PANDA, run.model.cell.gate_index("forget_gate"), 0] + 10) < 1e-3,
        ),
        Claim("The panda unit's write gate is open.", lambda run: run.trace.gate("input_gate")[PANDA, 1] > 0.9999),
        Claim(
            "Nothing is shown before the question: every output gate but at 'of' is shut.",
            lambda run: all(
                (run.trace.gate("output_gate")[step] > 0.5).all() == (word == READS_QUERY)
                for step, word in enumerate(run.tokens)
            ),
        ),
    ),
)

two_switches = Step(
    title="A bouncer asleep",
    text=(
        "Now the sentence the other way round: panda and crane first, then *whereas peacock*. Untouched, the network "
        "ends with India. At *peacock* two gates act at once: keep closes on the old symbols, and write opens for the "
        "new one.\n\nSuppose the keep gates had been held open at that one word, for all four units."
    ),
    scene=Scene(text=REVERSED, step=SWITCH, unit=1),
    question=Question(
        prompt="With keep held at 1 at *peacock*, what does it answer at the end? (Unsure: no country above a half.)",
        options=("India", "China", "unsure"),
        answer=lambda run: run.what_if(KEEP_OPEN).verdict,
        because=(
            "Panda and crane stay and cast two votes for China against one for India: China, %(china_open)s. "
            "Erasing matters because the old content can outvote the new."
        ),
        often_written="it is often written that new information replaces old; replacing takes erasing and writing",
    ),
    after=(
        "Try all four settings. With write held at 0 nothing is left to say: each country gets a third "
        "(%(india_shut)s). With both, the old answer stands untouched."
    ),
    controls=(
        Toggle("keep", "Hold keep (forget gate) at 1 at *peacock*", KEEP_OPEN),
        Toggle("write", "Hold write (input gate) at 0 at *peacock*", WRITE_SHUT),
    ),
    stepper=True,
    table=outcomes,
    numbers={
        "china_open": lambda run: final("China")(run.what_if(KEEP_OPEN)),
        "india_shut": lambda run: final("India")(run.what_if(WRITE_SHUT)),
    },
    claims=(
        Claim("Untouched: India .9951.", lambda run: abs(final("India")(run) - 0.9951) < 1e-4),
        Claim("Keep at 1: China .995, wrong.", lambda run: abs(final("China")(run.what_if(KEEP_OPEN)) - 0.995) < 1e-3),
        Claim(
            "Write at 0: a third each.",
            lambda run: abs(run.what_if(WRITE_SHUT).output[-1] - 1 / 3).max() < 1e-3,
        ),
        Claim("Both: China.", lambda run: final("China")(run.what_if(KEEP_OPEN, WRITE_SHUT)) > 0.99),
    ),
)

crane_alone = Step(
    title="Only memory can tell",
    text=(
        "The crane is a symbol of China *and* of Japan. So the word alone decides nothing; the network's crane unit "
        "votes for both.\n\nHere it has read nothing before *crane*."
    ),
    scene=Scene(text=CRANE_ALONE, step=0, unit=2),
    question=Question(
        prompt="What does it answer when crane is all it has read?",
        options=("China", "Japan", "torn between the two"),
        answer=lambda run: run.verdict.replace(UNSURE, "torn between the two"),
        because="China %(china)s, Japan %(japan)s: one unit, two votes, and nothing in memory to break the tie.",
        often_written="a word is often said to switch the memory; whether it does depends on what is already there",
    ),
    after="Put *panda* or *sakura* before it, and the memory of that word resolves the crane.",
    controls=(Choice("text", "What comes before the crane", CRANE_SENTENCES),),
    stepper=True,
    numbers={"china": final("China"), "japan": final("Japan")},
    claims=(
        Claim("China .499.", lambda run: abs(final("China")(run) - 0.499) < 1e-3),
        Claim("Japan .499.", lambda run: abs(final("Japan")(run) - 0.499) < 1e-3),
        Claim(
            "After panda it is China .9975.",
            lambda run: abs(final("China")(run.model.run("panda and crane of")) - 0.9975) < 1e-4,
        ),
        Claim(
            "After sakura it is Japan .9975.",
            lambda run: abs(final("Japan")(run.model.run("sakura and crane of")) - 0.9975) < 1e-4,
        ),
    ),
)

your_own = Step(
    title="Your own sentence",
    text=(
        "Type a sentence with *peacock*, *panda*, *crane* or *sakura* that ends in *of*. Try to fool the network: put "
        "a symbol twice, or many words in between. Other words are read too, but change nothing.\n\n"
        "After two hundred joining words %(left)s of the memory would be left: these gates are nearly, not exactly, 1."
    ),
    scene=Scene(text="sakura is the national flower whereas peacock is the national bird of", step=0, unit=0),
    controls=(FreeText("text", "Your sentence"),),
    stepper=True,
    numbers={
        "left": lambda run: float(run.model.run("peacock" + " is" * 200).trace.cell_state[-1, 0]),
    },
    claims=(
        Claim("The last symbol decides: India.", lambda run: final("India")(run) > 0.99),
        Claim(
            "After 200 fillers .9909 of the memory is left.",
            lambda run: abs(run.model.run("peacock" + " is" * 200).trace.cell_state[-1, 0] - 0.9909) < 1e-4,
        ),
    ),
)

LESSON = Lesson(
    slug="peacock",
    title="Peacock, panda, crane",
    goal="See one memory erased, one written, and say which gate did what.",
    minutes=8,
    steps=(predict, arithmetic_step, two_switches, crane_alone, your_own),
    own_words="In one sentence of your own: what does a forget gate of 0 do, and why is a new word not enough?",
    then=("gradient-path", "Where the gradient goes"),
    footnote=(
        "The peacock is India's national bird. The red-crowned crane is a symbol of China, not its official bird: it "
        "led an online vote of 2004 and was proposed to the State Council in 2007, without being made official. It is "
        "a symbol of Japan as well, which is what makes the word ambiguous here."
    ),
)

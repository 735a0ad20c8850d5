using System.Collections.Frozen;

namespace Arena.ModelSimulator.Text;

/// <summary>One thing to say: a short title and a sentence; {a} and {b} are topics of the prompt.</summary>
internal sealed record Point(string Title, string Sentence);

/// <summary>The sentences that answers to open questions are put together from.</summary>
internal static class Phrases
{
    private static readonly Point[] Explaining =
    [
        new("What it is", "At its core, {a} is a way of turning a few inputs into a result that people can rely on, and most of the details follow from that."),
        new("Why it matters", "It matters because decisions about {b} are hard to take back once others have built on them."),
        new("How it works", "Underneath {a} there are two parts that work against each other, and what you see is the balance between them."),
        new("A picture", "Think of {a} as a busy crossing: each car follows simple rules, and the flow is something none of them planned."),
        new("Where it comes from", "Historically, {a} grew out of practice first, and the theory of {b} was written down only later."),
        new("Common mistake", "A common mistake is to treat {b} as the cause when it is only what you notice first."),
        new("Limits", "The explanation stops holding at the extremes: very small or very fast cases of {a} need a closer look."),
        new("How to check", "You can check your understanding by predicting what happens to {b} when one condition changes, and then looking."),
        new("In practice", "In practice the effect of {a} is largest where nobody measures it, so measure before you tune."),
    ];

    private static readonly Point[] Doing =
    [
        new("Set the goal", "Write down what a good result for {a} looks like, in one sentence that somebody else could check."),
        new("Start small", "Begin with the smallest version of {a} that can fail, and run it before adding anything."),
        new("Prepare", "Gather what you need for {b} beforehand; most delays come from fetching things halfway through."),
        new("Do the risky part first", "Take the part of {a} you are least sure about first, while changing course is still cheap."),
        new("Keep notes", "Note each change and its effect on {b}, so that you can go back to the last state that worked."),
        new("Practise regularly", "Twenty minutes on {a} every day beat three hours once a week."),
        new("Ask for a review", "Show {b} to somebody who has done it before; one outside look saves several rounds."),
        new("Stop in time", "Decide in advance when {a} is good enough, and stop there."),
    ];

    private static readonly Point[] Comparing =
    [
        new("Purpose", "The first question is purpose: {a} is the better fit when the task is known in advance, {b} when it keeps changing."),
        new("Cost", "On cost, {a} asks for more at the beginning and less later, while with {b} it is the other way round."),
        new("Speed", "For speed, look at the slow cases: the averages of {a} and {b} are close, the worst cases are not."),
        new("Learning curve", "Somebody new reaches a first result with {b} sooner, but {a} has fewer surprises later on."),
        new("Ecosystem", "There is more ready-made help for {a}, and it is also older, so check the dates."),
        new("Failure", "When something breaks, {a} tends to fail loudly and {b} quietly, which decides how much monitoring you need."),
        new("Verdict", "If you have to choose today, take {a} for what must last and {b} for what must be ready this week."),
    ];

    private static readonly Point[] Suggesting =
    [
        new("The obvious one", "Put {a} where people already look, and do it well: the plain idea is usually the best one."),
        new("Turn it round", "Start from {b} and work backwards; the order alone makes it feel new."),
        new("Make it shared", "Let two people work on {a} together, with one rule that keeps either from finishing alone."),
        new("Limit it", "Allow only one colour, one hour or one page for {a}; the limit does half of the work."),
        new("Go outside", "Take {a} out of the room it usually happens in, and see which parts survive."),
        new("Borrow", "Borrow a method from a field that has nothing to do with {b} and apply it literally."),
        new("Keep a record", "Document {a} with one photograph or one line a day: after a month the record is the result."),
        new("Give it away", "Prepare {b} as a present; a known recipient settles most of the open choices."),
    ];

    private static readonly Point[] Programming =
    [
        new("Contract", "Fix the contract first: what the function for {a} takes, what it returns, and what it refuses."),
        new("Edge cases", "Cover the edges: the empty input, one element, duplicates, and the largest input you allow."),
        new("Complexity", "One pass over the input is enough, so time grows linearly and memory stays constant."),
        new("Errors", "Fail early with a message that names the value and what would have been valid."),
        new("Tests", "A table of inputs and expected results is the shortest test for {a} that still finds mistakes."),
        new("Naming", "Name things after {b}, not after how they are stored; the storage will change."),
    ];

    private static readonly Point[] Verses =
    [
        new("Dawn", "The morning leans on {a} and waits, a lamp behind the open gates."),
        new("Wind", "A wind that knows of {b} comes through and moves what nobody else could do."),
        new("Noon", "At noon the light on {a} lies still, a silver coin upon the sill."),
        new("Road", "We took the road that {b} had drawn, and walked it slowly until dawn."),
        new("Rain", "Then rain: it spells out {a} in grey, and washes half the words away."),
        new("Night", "What stays of {b} when night has grown is small, and warm, and quite its own."),
    ];

    /// <summary>What a weaker model says in place of a point.</summary>
    public static readonly Point[] Filler =
    [
        new("Overview", "There are many things to say about {a}, and it really depends on the situation."),
        new("Background", "People have been interested in {b} for a long time, for various reasons."),
        new("Importance", "It is important to note that {a} is important in many areas."),
        new("Other aspects", "There are also other aspects of {b} which may or may not be relevant here."),
        new("Further reading", "You may want to look up {a} to learn more about {a}."),
        new("Balance", "Some people like {b} and some people do not, and both have their reasons."),
    ];

    public static readonly string[] Closings =
    [
        "If you tell me more about {a}, I can be more specific.",
        "In short: be clear about {a}, and the rest follows.",
        "Start with {b}; it is the part that pays off soonest.",
        "That is the core of it; the details of {b} depend on your setting.",
    ];

    private static readonly FrozenDictionary<PromptKind, (string[] Openings, Point[] Points)> ByKind = new Dictionary<PromptKind, (string[], Point[])>
    {
        [PromptKind.Explain] = (["Here is how {a} works, from the outside in.", "The short version: {a} is simpler than it looks once its parts are apart.", "To understand {a}, it helps to look at {b} first."], Explaining),
        [PromptKind.HowTo] = (["You can get {a} done in a few clear steps.", "The way to {a} is mostly a matter of order.", "Here is a plan for {a} that works without special tools."], Doing),
        [PromptKind.Comparison] = (["Both have their place; the choice between {a} and {b} depends on what you value.", "The difference shows when you look at {a} under load.", "Here is {a} against {b}, point by point."], Comparing),
        [PromptKind.Ideas] = (["Here are some ideas for {a}.", "A few suggestions around {a}, from plain to unusual.", "For {a}, these are worth trying."], Suggesting),
        [PromptKind.Code] = (["Here is a way to write it.", "This solves it in a few lines.", "The code below does what you ask for."], Programming),
        [PromptKind.Creative] = (["A few lines on {a}:", "Here is something about {a}.", "On {a}, then:"], Verses),
    }.ToFrozenDictionary();

    public static (string[] Openings, Point[] Points) For(PromptKind kind) => ByKind[kind];
}

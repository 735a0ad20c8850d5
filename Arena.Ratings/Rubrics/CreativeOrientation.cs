namespace Arena.Ratings.Rubrics;

/// <summary>
/// The built-in rubric: whether an answer helps its reader to bring something into being, rather than to get rid of a problem
/// (R. Fritz, "The Path of Least Resistance", 1984).
/// </summary>
internal static class CreativeOrientation
{
    public static RubricOption Rubric { get; } = new()
    {
        Name = "creative-orientation",
        Version = "1",
        Title = "Creative orientation",
        Help = "Does the answer help to create what is wanted, rather than only to make a problem go away?",
        Dimensions =
        [
            new()
            {
                Id = "structural-tension",
                Title = "Structural tension",
                Help = "It holds what is wanted and what is there now side by side, honestly, so that the gap itself calls for action.",
            },
            new()
            {
                Id = "desired-outcomes",
                Title = "Desired outcomes",
                Help = "It says clearly what is to exist in the end: a result one would recognise, not a process and not the absence of something.",
            },
            new()
            {
                Id = "natural-advancement",
                Title = "Natural advancement",
                Help = "Each step follows from where things are and builds on the one before; nothing is forced, and one could begin today.",
            },
            new()
            {
                Id = "creative-phases",
                Title = "Creative phases",
                Help = "It fits the phase the work is in: germination (conceiving, choosing), assimilation (building, learning) or completion (finishing, letting go).",
            },
        ],
    };
}

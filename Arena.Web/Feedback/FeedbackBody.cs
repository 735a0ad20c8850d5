namespace Arena.Web.Feedback;

/// <summary>What a voter says beyond the vote; everything is optional, but not all of it.</summary>
internal sealed record FeedbackBody
{
    /// <summary>Ids of reasons that <c>GET /api/rubrics</c> offers.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>In the voter's own words.</summary>
    public string? Comment { get; init; }

    /// <summary>Name and version; needed with scores.</summary>
    public string? Rubric { get; init; }

    /// <summary>Scores of each side, by dimension; sides and dimensions may be left out.</summary>
    public SideScores? Scores { get; init; }

    /// <summary>The voter's session; a client without cookies sends its own.</summary>
    public string? Session { get; init; }
}

/// <summary>Whole numbers by dimension.</summary>
internal sealed record SideScores(IReadOnlyDictionary<string, int>? Left, IReadOnlyDictionary<string, int>? Right);

/// <summary>What was kept.</summary>
/// <param name="Duplicate">All of it was there already.</param>
internal sealed record FeedbackAnswer(string BattleId, bool Duplicate);

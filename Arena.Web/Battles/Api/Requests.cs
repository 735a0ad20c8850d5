namespace Arena.Web.Battles.Api;

internal sealed record StartBattleBody
{
    /// <summary>The prompt, 1 byte to <see cref="BattleOptions.MaxMessageBytes"/> of UTF-8, not blank.</summary>
    public required string Message { get; init; }

    /// <summary>0 … total_views − 1; the first view when absent.</summary>
    public int? ViewIndex { get; init; }

    /// <summary>
    /// The two models that the voter chose, the first on the left: a named battle, whose vote is kept but never rated as a blind one. A pair is
    /// drawn when absent.
    /// </summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Id of an uploaded document that the message is about (docs/documents.md).</summary>
    public string? Document { get; init; }

    /// <summary>The voter's session, opaque, at most 128 characters; a client without cookies sends its own.</summary>
    public string? Session { get; init; }
}

internal sealed record ContinueBody
{
    /// <summary>What both models are asked next; bounds as of a prompt.</summary>
    public required string Message { get; init; }
}

internal sealed record GetResponsesBody
{
    public required string BattleId { get; init; }

    /// <summary>Compared with the battle's when present.</summary>
    public string? Message { get; init; }
}

internal sealed record VoteBody
{
    public required string BattleId { get; init; }

    /// <summary><c>left</c>, <c>right</c>, <c>tie</c> or <c>both_bad</c>.</summary>
    public required string Preference { get; init; }
}

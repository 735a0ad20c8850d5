namespace Arena.Ratings.Ledger;

/// <summary>A set of prompts that voters judge for some models until there is enough evidence. It asks; what was answered is in the battles.</summary>
internal sealed class Campaign
{
    /// <summary>Of lower-case letters, digits and hyphens: part of addresses.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>Name and version; null: the first rubric that is configured.</summary>
    public string? Rubric { get; init; }

    /// <summary>Public ids; pairs are drawn among them.</summary>
    public required string[] Models { get; init; }

    /// <summary>Votes, without repeats; null: not the aim.</summary>
    public long? TargetVotes { get; init; }

    /// <summary>Elo points of the widest 95 % interval; null: not the aim.</summary>
    public double? TargetWidth { get; init; }

    /// <summary>How often a voter is shown a pair again, 0 … 0.5: how consistent people are.</summary>
    public double RepeatRate { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null as long as prompts are handed out.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public List<CampaignPrompt> Prompts { get; init; } = [];
}

internal sealed class CampaignPrompt
{
    public string Campaign { get; init; } = null!;

    /// <summary>From 1.</summary>
    public int Position { get; init; }

    public required string Text { get; init; }
}

/// <summary>A prompt that was handed to a voter. It counts when the battle that was opened for it is voted on.</summary>
internal sealed class CampaignAssignment
{
    public Guid Id { get; init; }

    public required string Campaign { get; init; }

    public int Prompt { get; init; }

    public required byte[] SessionHash { get; init; }

    /// <summary>The battle whose pair is shown again; null for a prompt that is new to the voter.</summary>
    public string? RepeatOf { get; init; }

    /// <summary>Null until one is opened.</summary>
    public string? BattleId { get; set; }

    public DateTimeOffset TakenAt { get; init; }
}

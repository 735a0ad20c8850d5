namespace Arena.Web.Battles.Log;

/// <summary>One event of a battle's stream, as it is sent (docs/battle-api.md, "The stream").</summary>
/// <param name="Type">One of the constants.</param>
/// <param name="Data">JSON, ready to send: nothing in it may tell a model.</param>
/// <param name="At">When it was appended, to the millisecond.</param>
internal sealed record BattleEvent(string Type, string Data, DateTimeOffset At)
{
    public const string State = "state";
    public const string Preparing = "preparing";
    public const string Delta = "delta";
    public const string Restart = "restart";
    public const string Answered = "answered";
    public const string Failed = "failed";

    /// <summary>Nothing follows it.</summary>
    public bool IsLast => Type is Answered or Failed;
}

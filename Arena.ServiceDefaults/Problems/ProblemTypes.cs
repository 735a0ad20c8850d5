namespace Arena.ServiceDefaults.Problems;

/// <summary>The stable <c>type</c> of each problem that the arena answers with; clients may switch on them.</summary>
public static class ProblemTypes
{
    /// <summary>What every type starts with; the rest is the problem's name.</summary>
    public const string Prefix = "urn:llm-arena:problem:";

    /// <summary>Not JSON, a wrong type, a missing field, a wrong media type.</summary>
    public const string InvalidRequest = Prefix + "invalid-request";

    /// <summary>The message is empty or blank.</summary>
    public const string MessageEmpty = Prefix + "message-empty";

    /// <summary>The message is over the configured limit.</summary>
    public const string MessageTooLong = Prefix + "message-too-long";

    /// <summary>The view is not in 0 … total_views − 1.</summary>
    public const string InvalidViewIndex = Prefix + "invalid-view-index";

    /// <summary>Not left, right, tie or both_bad.</summary>
    public const string PreferenceUnknown = Prefix + "preference-unknown";

    /// <summary>The battle is unknown or has expired.</summary>
    public const string BattleNotFound = Prefix + "battle-not-found";

    /// <summary>A vote before both answers are complete.</summary>
    public const string BattleNotAnswered = Prefix + "battle-not-answered";

    /// <summary>The battle is void: a side failed.</summary>
    public const string BattleFailed = Prefix + "battle-failed";

    /// <summary>The battle was voted on: its models are known, and it cannot go on.</summary>
    public const string BattleRevealed = Prefix + "battle-revealed";

    /// <summary>The conversation went on in another battle: that one is voted on.</summary>
    public const string BattleContinued = Prefix + "battle-continued";

    /// <summary>The conversation has as many turns as it may have.</summary>
    public const string ConversationTooLong = Prefix + "conversation-too-long";

    /// <summary>The voter stopped the battle: void.</summary>
    public const string BattleStopped = Prefix + "battle-stopped";

    /// <summary>A state change that another site's page asked for.</summary>
    public const string CrossSite = Prefix + "cross-site";

    /// <summary>The battle was voted on with another preference.</summary>
    public const string VoteConflict = Prefix + "vote-conflict";

    /// <summary>The message is not the battle's.</summary>
    public const string MessageMismatch = Prefix + "message-mismatch";

    /// <summary>The idempotency key was used for another message.</summary>
    public const string IdempotencyConflict = Prefix + "idempotency-conflict";

    /// <summary>A model that was chosen is unknown, or cannot answer this now.</summary>
    public const string ModelUnavailable = Prefix + "model-unavailable";

    /// <summary>A query goes to tools, and no model that takes tools can answer.</summary>
    public const string NoToolModel = Prefix + "no-tool-model";

    /// <summary>A side did not answer.</summary>
    public const string AnswerFailed = Prefix + "answer-failed";

    /// <summary>Fewer than two models can answer.</summary>
    public const string NotEnoughModels = Prefix + "not-enough-models";

    /// <summary>The session store is down.</summary>
    public const string SessionsUnavailable = Prefix + "sessions-unavailable";

    /// <summary>The ledger's database is down: nothing was saved.</summary>
    public const string LedgerUnavailable = Prefix + "ledger-unavailable";

    /// <summary>There is no such campaign.</summary>
    public const string CampaignNotFound = Prefix + "campaign-not-found";

    /// <summary>The campaign is over, or the voter has judged all of its prompts.</summary>
    public const string CampaignOver = Prefix + "campaign-over";

    /// <summary>A service behind the gateway does not answer.</summary>
    public const string ServiceUnavailable = Prefix + "service-unavailable";

    /// <summary>An admin endpoint, and the admin key is missing or wrong.</summary>
    public const string AdminKeyRequired = Prefix + "admin-key-required";

    /// <summary>There is no such node.</summary>
    public const string NodeNotFound = Prefix + "node-not-found";

    /// <summary>The node did not come to the state that was asked for; the detail says why.</summary>
    public const string NodeRefused = Prefix + "node-refused";

    /// <summary>The comparison is unknown, or its texts were erased.</summary>
    public const string ComparisonNotFound = Prefix + "comparison-not-found";

    /// <summary>The comparison's answers are not all there yet, or the one that is meant failed.</summary>
    public const string ComparisonNotAnswered = Prefix + "comparison-not-answered";

    /// <summary>Not two to six different models.</summary>
    public const string ModelsInvalid = Prefix + "models-invalid";

    /// <summary>A chosen model costs money, and nobody said that this is wanted; the estimate is in the problem.</summary>
    public const string CostNotConfirmed = Prefix + "cost-not-confirmed";

    /// <summary>A chosen model has no room for the prompt and the answer, or for anything of the document.</summary>
    public const string ContextTooSmall = Prefix + "context-too-small";

    /// <summary>The document is unknown, or was erased.</summary>
    public const string DocumentNotFound = Prefix + "document-not-found";

    /// <summary>The file is empty.</summary>
    public const string DocumentEmpty = Prefix + "document-empty";

    /// <summary>The file is over the configured limit.</summary>
    public const string DocumentTooLarge = Prefix + "document-too-large";

    /// <summary>Not PDF, text, Markdown, CSV, DOCX or HTML.</summary>
    public const string DocumentTypeUnsupported = Prefix + "document-type-unsupported";

    /// <summary>The content is not what the name says, or is several things at once.</summary>
    public const string DocumentTypeMismatch = Prefix + "document-type-mismatch";

    /// <summary>The file is protected by a password, or against the copying of its text.</summary>
    public const string DocumentEncrypted = Prefix + "document-encrypted";

    /// <summary>The file carries macros.</summary>
    public const string DocumentHasMacros = Prefix + "document-has-macros";

    /// <summary>There is no text in the file, as in a scan.</summary>
    public const string DocumentHasNoText = Prefix + "document-has-no-text";

    /// <summary>Reading the file takes more time, memory, nesting or unpacked bytes than a document may.</summary>
    public const string DocumentTooComplex = Prefix + "document-too-complex";

    /// <summary>The file is damaged.</summary>
    public const string DocumentUnreadable = Prefix + "document-unreadable";

    /// <summary>No program to read such documents with is installed here.</summary>
    public const string ExtractorUnavailable = Prefix + "extractor-unavailable";

    /// <summary>No such page or call.</summary>
    public const string NotFound = Prefix + "not-found";

    /// <summary>The call exists, but not with this method.</summary>
    public const string MethodNotAllowed = Prefix + "method-not-allowed";

    /// <summary>An error of ours; the trace has the cause.</summary>
    public const string Internal = Prefix + "internal-error";
}

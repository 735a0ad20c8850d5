using System.Text;
using Arena.Contracts.Router;

namespace Arena.Router.Pairing;

/// <summary>Which models may answer a prompt.</summary>
internal static class EligibleModels
{
    /// <summary>
    /// A token is at least so many bytes of UTF-8 of ordinary text; a low figure, so that no model is drawn whose context is too small.
    /// OpenAI counts about four characters of English, "What are tokens and how to count them?".
    /// </summary>
    public const int BytesPerToken = 3;

    /// <summary>Those that are not excluded, can do what is needed, and have room for message and answer. An unknown context counts as room.</summary>
    /// <param name="answerTokens">Kept free for the answer.</param>
    public static IReadOnlyList<PoolModel> Among(IReadOnlyList<PoolModel> models, string message, Eligibility needed, int answerTokens)
    {
        var only = needed.OnlyModels.ToHashSet(StringComparer.Ordinal);
        var excluded = needed.ExcludedModels.ToHashSet(StringComparer.Ordinal);
        var tokens = (Encoding.UTF8.GetByteCount(message) / BytesPerToken) + (long)needed.ContextTokens + answerTokens;
        return
        [
            .. models.Where(model =>
                !excluded.Contains(model.Id)
                && (only.Count == 0 || only.Contains(model.Id))
                && (model.TakesTools || !needed.Tools)
                && (model.SeesImages || !needed.Vision)
                && (model.ContextLength == 0 || model.ContextLength >= tokens)),
        ];
    }
}

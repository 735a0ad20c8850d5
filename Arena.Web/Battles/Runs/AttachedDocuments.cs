using Arena.Contracts.Router;
using Arena.Web.Documents;

namespace Arena.Web.Battles.Runs;

/// <summary>Puts the document that a battle is about behind its first message: both models are asked the same.</summary>
internal sealed class AttachedDocuments(DocumentArchive archive)
{
    /// <summary>The battle as its models are asked; itself, where it is about no document.</summary>
    /// <exception cref="InvalidOperationException">The document was erased.</exception>
    public async Task<AskedBattle> AttachAsync(Battle battle, CancellationToken cancellationToken)
    {
        if (battle.DocumentId.Length == 0)
        {
            return new(battle, DocumentHash: "");
        }

        var document = await archive.FindAsync(battle.DocumentId, battle.Session, cancellationToken)
            ?? throw new InvalidOperationException($"Document '{battle.DocumentId}' of battle '{battle.BattleId}' is gone.");
        var excerpt = new RenderedDocument(document).Fit(long.MaxValue);
        var asked = battle.Clone();
        if (asked.Turns.Count > 0)
        {
            asked.Turns[0].Message = excerpt.AppendTo(asked.Turns[0].Message);
        }
        else
        {
            asked.Message = excerpt.AppendTo(asked.Message);
        }

        return new(asked, excerpt.Hash);
    }
}

/// <summary>A battle as its models are asked.</summary>
/// <param name="Battle">With the document's text in its first message.</param>
/// <param name="DocumentHash">Of that text; empty: none.</param>
internal sealed record AskedBattle(Battle Battle, string DocumentHash);

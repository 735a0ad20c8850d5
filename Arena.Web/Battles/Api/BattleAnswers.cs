using Arena.Contracts.Router;
using Arena.Web.Pages;

namespace Arena.Web.Battles.Api;

/// <summary>Battles as their voters see them; models that the voter chose have their names.</summary>
internal sealed class BattleAnswers(ModelCatalogue models)
{
    public async Task<BattleAnswer> OfAsync(Battle battle)
    {
        var answer = battle.ToAnswer();
        return answer.Models is { A: var a, B: var b } ? answer with { ModelNames = new(await models.NameOfAsync(a), await models.NameOfAsync(b)) } : answer;
    }
}

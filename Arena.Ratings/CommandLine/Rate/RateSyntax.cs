using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Arena.Ratings.Engine;

namespace Arena.Ratings.CommandLine.Rate;

/// <summary>The words of <c>rate</c>. Scripts depend on them: options are added, never renamed.</summary>
internal sealed class RateSyntax
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Votes: CSV with id,model_a,model_b,winner, NDJSON of the public 140k schema, or a FastChat vote log; each also as .gz.",
    };

    private readonly Option<string?> _tags = new("--tags") { HelpName = "FILE", Description = "CSV keyed by id, whose columns --where may name." };

    private readonly Option<string[]> _where = new("--where")
    {
        HelpName = "NAME=VALUE",
        Description = "Rates votes whose column has this value. Repeat it to narrow further.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _method = Choice("--method", "What is computed.", "bradley-terry", "elo", "davidson");
    private readonly Option<double> _k = Number("--k", "Elo: the most points that one vote moves.", 32, above: 0);
    private readonly Option<double> _initial = Number("--initial", "Elo: rating before the first vote. Else: mean of all rated models.", 1000);
    private readonly Option<string> _ties = Choice("--ties", "A tie is half a win for each, or is left out.", "half", "drop");
    private readonly Option<string> _bothBad = Choice("--both-bad", "Both bad counts as a tie, or is left out.", "tie", "drop");
    private readonly Option<bool> _reweighted = new("--reweighted") { Description = "Every pair of models weighs alike: each vote 1 / max(votes of its pair, 50)." };
    private readonly Option<bool> _positionBias = new("--position-bias") { Description = "Adds a term for the left seat and reports it." };
    private readonly Option<bool> _styleControl = new("--style-control") { Description = "Adds terms for length, headers, lists and bold, and reports them." };
    private readonly Option<double> _ridge = Number("--ridge", "Pulls strengths to their mean by λ/2 θ². 0: maximum likelihood.", 0, atLeast: 0);

    private readonly Option<string?> _intervals = new("--intervals")
    {
        Description = "How 95 % intervals are made. [default: sandwich; elo: none]",
        HelpName = "sandwich|sandwich-arena-rank|bootstrap",
    };

    private readonly Option<int?> _rounds = new("--bootstrap") { HelpName = "N", Description = "Bootstrap rounds; asks for --intervals bootstrap. [default: 1000]" };
    private readonly Option<long> _seed = new("--seed") { HelpName = "S", Description = "Seed of the bootstrap.", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _rejectSelfPairs = new("--reject-self-pairs") { Description = "Leaves out votes on a model against itself, and counts them." };
    private readonly Option<bool> _distinct = new("--distinct") { Description = "Counts each id once." };
    private readonly Option<string?> _svg = new("--svg") { HelpName = "FILE", Description = "Draws the board with intervals." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object instead of a table." };

    public RateSyntax()
    {
        _intervals.AcceptOnlyFromAmong("sandwich", "sandwich-arena-rank", "bootstrap");
        _where.Validators.Add(result => AddErrors(result, result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1)
            .Select(token => $"--where expects NAME=VALUE, not '{token.Value}'.")));
        _rounds.Validators.Add(result => AddErrors(result, result.Tokens
            .Where(token => int.TryParse(token.Value, out var rounds) && rounds < 2).Select(_ => "--bootstrap is at least 2.")));
        Command = new(RateCommand.Name, "Rates models by votes in files. Needs no database.")
        {
            _files, _tags, _where, _method, _k, _initial, _ties, _bothBad, _reweighted, _positionBias, _styleControl, _ridge, _intervals, _rounds, _seed,
            _rejectSelfPairs, _distinct, _svg, _json, new HelpOption(),
        };
        Command.Validators.Add(CheckTogether);
    }

    public Command Command { get; }

    public RateOptions Options(ParseResult parsed) => new()
    {
        Files = parsed.GetRequiredValue(_files),
        Tags = parsed.GetValue(_tags),
        Where = parsed.GetRequiredValue(_where),
        Method = Method(parsed.GetRequiredValue(_method)),
        K = parsed.GetValue(_k),
        Initial = parsed.GetValue(_initial),
        Outcomes = new(
            parsed.GetValue(_ties) == "drop" ? TiePolicy.Drop : TiePolicy.Half,
            parsed.GetValue(_bothBad) == "drop" ? BothBadPolicy.Drop : BothBadPolicy.Tie),
        Reweighted = parsed.GetValue(_reweighted),
        PositionBias = parsed.GetValue(_positionBias),
        StyleControl = parsed.GetValue(_styleControl),
        Ridge = parsed.GetValue(_ridge),
        Intervals = Intervals(parsed.GetRequiredValue(_method), parsed.GetValue(_intervals), parsed.GetValue(_rounds)),
        Bootstrap = new(parsed.GetValue(_rounds) ?? 1000, parsed.GetValue(_seed)),
        RejectSelfPairs = parsed.GetValue(_rejectSelfPairs),
        Distinct = parsed.GetValue(_distinct),
        Svg = parsed.GetValue(_svg),
        Json = parsed.GetValue(_json),
    };

    /// <summary>What each option allows alone and not with another one.</summary>
    private void CheckTogether(CommandResult result)
    {
        var method = result.GetValue(_method);
        var intervals = result.GetValue(_intervals);
        if (method == "elo")
        {
            Option[] fitted = [_reweighted, _positionBias, _styleControl, _ridge];
            AddErrors(result, fitted.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => $"{option.Name} is not for --method elo."));
        }

        AddErrors(result, (method, intervals) switch
        {
            ("elo", "sandwich" or "sandwich-arena-rank") => ["Elo has no sandwich interval; use --intervals bootstrap."],
            ("davidson", "sandwich-arena-rank") => ["--intervals sandwich-arena-rank is for --method bradley-terry."],
            (_, "sandwich" or "sandwich-arena-rank") when result.GetValue(_rounds) is not null => [$"--bootstrap does not go with --intervals {intervals}."],
            _ => [],
        });
    }

    private static void AddErrors(SymbolResult result, IEnumerable<string> errors)
    {
        foreach (var error in errors)
        {
            result.AddError(error);
        }
    }

    private static RateMethod Method(string name) => name switch
    {
        "elo" => RateMethod.Elo,
        "davidson" => RateMethod.Davidson,
        _ => RateMethod.BradleyTerry,
    };

    private static IntervalMethod Intervals(string method, string? name, int? rounds) => name switch
    {
        "sandwich" => IntervalMethod.Sandwich,
        "sandwich-arena-rank" => IntervalMethod.SandwichArenaRank,
        "bootstrap" => IntervalMethod.Bootstrap,
        _ when rounds is not null => IntervalMethod.Bootstrap,
        _ => method == "elo" ? IntervalMethod.None : IntervalMethod.Sandwich,
    };

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', values), DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Option<double> Number(string name, string description, double value, double? above = null, double? atLeast = null)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "NUMBER", DefaultValueFactory = _ => value };
        option.Validators.Add(result => AddErrors(result, result.Tokens
            .Where(token => double.TryParse(token.Value, out var given) && !(double.IsFinite(given) && !(given <= above) && !(given < atLeast)))
            .Select(_ => $"{name} is {(above is not null ? $"above {above}" : atLeast is not null ? $"at least {atLeast}" : "a finite number")}.")));
        return option;
    }
}

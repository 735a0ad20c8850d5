using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Arena.ModelSimulator.Text;

internal enum PromptKind
{
    Explain,
    Greeting,
    Identity,
    Sum,
    Fact,
    Code,
    Comparison,
    HowTo,
    Ideas,
    Creative,
}

/// <summary>What a simulated model understands of a prompt.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Question">The last message of the user.</param>
/// <param name="Topics">At least one phrase of the prompt, in the order in which they are named.</param>
/// <param name="Fact">Set for <see cref="PromptKind.Fact"/>.</param>
internal sealed partial record PromptReading(PromptKind Kind, string Question, IReadOnlyList<string> Topics, Fact? Fact)
{
    private const int MaxTopics = 4;
    private const int MaxWordsPerTopic = 3;

    // Reading a whole pasted document would not make the topic clearer.
    private const int MaxCharactersRead = 4000;

    // Words that carry no topic: function words, and the verbs with which people ask.
    private static readonly FrozenSet<string> StopWords = FrozenSet.ToFrozenSet(
        """
        a about above after again against all also am an and any are as at be because been before being below between both but by can
        could did do does doing down during each few for from further get give go had has have having he her here hers him his how i if
        in into is it its just let like make me more most much my need no nor not now of off on once only or other our out over own
        please same shall she should show so some such take tell than that the their them then there these they this those through to
        too under until up us use very want was we were what when where which while who whom why will with would write you your
        explain describe list compare difference best good better way ways works work using help know think say says said asked answer
        question short long sentence sentences words paragraph one two three four five first many step steps ideas tips example
        learn learning play start begin improve build choose teach understand plan become avoid prepare keep little quickly easily
        happen happens happened mean means called suggest recommend brainstorm summarize summarise translate write writing implement
        python javascript typescript java rust code function program script poem story haiku song today every day week year time
        examples versus vs etc hello hi hey thanks thank simple terms detail create generate find come
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    public static PromptReading Read(IReadOnlyList<ChatTurn> turns)
    {
        var question = turns.LastOrDefault(turn => turn.Role == "user")?.Content ?? (turns.Count > 0 ? turns[^1].Content : "");
        var text = question.Length > MaxCharactersRead ? question[..MaxCharactersRead] : question;
        var fact = KnownFacts.Find(text);
        return new PromptReading(KindOf(text, fact), text, TopicsOf(text), fact);
    }

    private static PromptKind KindOf(string text, Fact? fact) => text switch
    {
        _ when AboutTheModel().IsMatch(text) => PromptKind.Identity,
        _ when AsksForSum(text) => PromptKind.Sum,
        _ when fact is not null => PromptKind.Fact,
        _ when AboutCode().IsMatch(text) => PromptKind.Code,
        _ when AboutCreation().IsMatch(text) => PromptKind.Creative,
        _ when AboutComparison().IsMatch(text) => PromptKind.Comparison,
        _ when AboutIdeas().IsMatch(text) => PromptKind.Ideas,
        _ when AboutProcedure().IsMatch(text) => PromptKind.HowTo,
        _ when JustGreeting().IsMatch(text) => PromptKind.Greeting,
        _ => PromptKind.Explain,
    };

    // A date or a version looks like a sum: take it for one only where a result is asked for, or where there is nothing else.
    private static bool AsksForSum(string text) =>
        Arithmetic.TrySolve(text, out var expression, out _)
        && !Date().IsMatch(expression)
        && (AboutResult().IsMatch(text) || !text.Any(char.IsLetter) || expression.Length * 2 > text.Length);

    private static List<string> TopicsOf(string text)
    {
        var phrases = new List<string>();
        var run = new List<string>();
        foreach (Match match in WordOrBreak().Matches(text))
        {
            var word = match.Value;
            if (char.IsLetterOrDigit(word[0]) && word.Length is > 2 and < 24 && !StopWords.Contains(word))
            {
                run.Add(word);
            }
            else
            {
                Flush();
            }

            if (run.Count == MaxWordsPerTopic)
            {
                Flush();
            }
        }

        Flush();
        return phrases is [] ? ["the question"] : [.. phrases.Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxTopics)];

        void Flush()
        {
            if (run.Count > 0)
            {
                phrases.Add(string.Join(' ', run));
                run.Clear();
            }
        }
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{Nd}'-]*|[^\s]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex WordOrBreak();

    [GeneratedRegex(@"\b(who|what) are you\b|\b(which|what) (ai |language |llm )?model are you\b|\byour name\b|\bwho (made|built|trained|created) you\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutTheModel();

    [GeneratedRegex(@"\b(what is|what's|calculate|compute|evaluate|solve|how much is|result of|equals?)\b|=", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutResult();

    [GeneratedRegex(@"^\d{4}[-/]\d{1,2}([-/]\d{1,2})?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"\b(code|function|program|script|python|javascript|typescript|java|c#|rust|sql|regex|algorithm|class|unit test)\b|c\+\+|c#", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutCode();

    [GeneratedRegex(@"\b(poem|haiku|story|song|limerick|lyrics|verse)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutCreation();

    [GeneratedRegex(@"\b(versus|vs\.?|compare|compared|difference|differences|better than|pros and cons)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutComparison();

    [GeneratedRegex(@"\b(ideas|tips|suggest|suggestions|recommend|list|brainstorm|names for)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutIdeas();

    [GeneratedRegex(@"\b(how (do|can|should|would|to)|steps to|guide|plan)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutProcedure();

    [GeneratedRegex(@"^\s*(hi|hello|hey|good (morning|evening|afternoon)|thanks|thank you)\b[^?]{0,20}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JustGreeting();
}

using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Arena.ModelSimulator.Text;

/// <summary>A question with one right answer. <paramref name="Subject"/> and <paramref name="Right"/> read as "The {subject} is {right}."</summary>
/// <param name="Wrong">A plausible mistake.</param>
/// <param name="Detail">A true sentence that a better answer adds.</param>
/// <param name="Difficulty">The strength that knows the answer half of the time.</param>
internal sealed record Fact(string Subject, string Right, string Wrong, string Detail, double Difficulty);

/// <summary>A small table of general knowledge, so that a demonstration shows real answers.</summary>
internal static partial class KnownFacts
{
    private static readonly FrozenDictionary<string, (string City, string Wrong)> Capitals = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase)
    {
        ["france"] = ("Paris", "Lyon"),
        ["germany"] = ("Berlin", "Bonn"),
        ["italy"] = ("Rome", "Milan"),
        ["spain"] = ("Madrid", "Barcelona"),
        ["portugal"] = ("Lisbon", "Porto"),
        ["austria"] = ("Vienna", "Salzburg"),
        ["switzerland"] = ("Bern", "Zurich"),
        ["poland"] = ("Warsaw", "Kraków"),
        ["sweden"] = ("Stockholm", "Gothenburg"),
        ["norway"] = ("Oslo", "Bergen"),
        ["denmark"] = ("Copenhagen", "Aarhus"),
        ["finland"] = ("Helsinki", "Turku"),
        ["greece"] = ("Athens", "Thessaloniki"),
        ["turkey"] = ("Ankara", "Istanbul"),
        ["ireland"] = ("Dublin", "Cork"),
        ["england"] = ("London", "Manchester"),
        ["scotland"] = ("Edinburgh", "Glasgow"),
        ["japan"] = ("Tokyo", "Kyoto"),
        ["china"] = ("Beijing", "Shanghai"),
        ["india"] = ("New Delhi", "Mumbai"),
        ["australia"] = ("Canberra", "Sydney"),
        ["new zealand"] = ("Wellington", "Auckland"),
        ["canada"] = ("Ottawa", "Toronto"),
        ["brazil"] = ("Brasília", "Rio de Janeiro"),
        ["argentina"] = ("Buenos Aires", "Córdoba"),
        ["mexico"] = ("Mexico City", "Guadalajara"),
        ["egypt"] = ("Cairo", "Alexandria"),
        ["kenya"] = ("Nairobi", "Mombasa"),
        ["morocco"] = ("Rabat", "Casablanca"),
        ["vietnam"] = ("Hanoi", "Ho Chi Minh City"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Every word must occur in the question.
    private static readonly (string[] Words, Fact Fact)[] Others =
    [
        (["speed", "light"], new("speed of light in a vacuum", "299,792,458 m/s", "about 150,000 km/s", "The metre is defined by it, so the figure is exact.", 1150)),
        (["largest", "planet"], new("largest planet of the solar system", "Jupiter", "Saturn", "It has more than twice the mass of all the other planets together.", 1000)),
        (["closest", "planet", "sun"], new("planet closest to the Sun", "Mercury", "Venus", "A year there lasts 88 days.", 1000)),
        (["tallest", "mountain"], new("tallest mountain above sea level", "Mount Everest, 8,849 m", "K2, 8,611 m", "Measured from its base, Mauna Kea is taller.", 1050)),
        (["longest", "river"], new("longest river by the usual count", "the Nile, about 6,650 km", "the Mississippi", "The Amazon comes close, and some measurements put it first.", 1250)),
        (["largest", "ocean"], new("largest ocean", "the Pacific", "the Atlantic", "It covers about a third of the surface of the Earth.", 1000)),
        (["wrote", "hamlet"], new("author of Hamlet", "William Shakespeare", "Christopher Marlowe", "It was written around 1600.", 1000)),
        (["wrote", "1984"], new("author of 1984", "George Orwell", "Aldous Huxley", "It appeared in 1949.", 1050)),
        (["wrote", "quixote"], new("author of Don Quixote", "Miguel de Cervantes", "Lope de Vega", "Its two parts appeared in 1605 and 1615.", 1150)),
        (["painted", "mona", "lisa"], new("painter of the Mona Lisa", "Leonardo da Vinci", "Michelangelo", "It hangs in the Louvre.", 1000)),
        (["chemical", "symbol", "gold"], new("chemical symbol of gold", "Au", "Go", "It comes from the Latin aurum.", 1050)),
        (["chemical", "symbol", "iron"], new("chemical symbol of iron", "Fe", "Ir", "It comes from the Latin ferrum.", 1100)),
        (["water", "boil"], new("boiling point of water at sea level", "100 °C (212 °F)", "90 °C", "It falls by about one degree for every 300 m of height.", 1000)),
        (["bones", "human"], new("number of bones in an adult human body", "206", "212", "A newborn has about 270, which fuse as the child grows.", 1150)),
        (["berlin", "wall", "fall"], new("date on which the Berlin Wall fell", "9 November 1989", "3 October 1990", "Germany was reunified eleven months later.", 1200)),
        (["moon", "landing"], new("date of the first crewed Moon landing", "20 July 1969", "16 July 1969", "Apollo 11 had started four days earlier.", 1250)),
        (["first", "computer", "programmer"], new("person usually called the first programmer", "Ada Lovelace", "Grace Hopper", "Her notes on the Analytical Engine date from 1843.", 1200)),
        (["days", "leap", "year"], new("number of days in a leap year", "366", "364", "Years divisible by 100 are leap years only when 400 divides them.", 1000)),
        (["square", "root", "144"], new("square root of 144", "12", "14", "12 × 12 = 144.", 1050)),
    ];

    public static Fact? Find(string question)
    {
        if (CapitalOf().Match(question) is { Success: true } match)
        {
            var country = match.Groups["country"].Value;
            if (Capitals.FirstOrDefault(entry => country.StartsWith(entry.Key, StringComparison.OrdinalIgnoreCase)) is { Key: not null } found)
            {
                var name = string.Join(' ', found.Key.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
                return new Fact($"capital of {name}", found.Value.City, found.Value.Wrong, $"The government of {name} has its seat there.", 1000);
            }
        }

        return Others.FirstOrDefault(entry => entry.Words.All(word => question.Contains(word, StringComparison.OrdinalIgnoreCase))).Fact;
    }

    [GeneratedRegex(@"\bcapital(?: city)? of (?:the )?(?<country>\p{L}+(?: \p{L}+)?)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CapitalOf();
}

using System.Collections.Frozen;

namespace Arena.Web.Components;

/// <summary>How numbers and names are written on pages.</summary>
internal static class Shown
{
    private const string None = "–";
    private const int LongestLabel = 30;

    private const string Languages =
        "ar Arabic cs Czech da Danish de German el Greek en English es Spanish fa Persian fi Finnish fr French he Hebrew hi Hindi hu Hungarian id Indonesian it Italian " +
        "ja Japanese ko Korean nl Dutch pl Polish pt Portuguese ro Romanian ru Russian sv Swedish th Thai tr Turkish uk Ukrainian und Unknown vi Vietnamese zh Chinese";

    private static readonly FrozenDictionary<string, string> LanguageNames =
        Languages.Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public static string Rating(double? rating) => rating is { } points ? $"{points:F0}" : None;

    /// <summary>Half an interval.</summary>
    public static string Margin(double? margin) => margin is { } points ? $"± {points:F0}" : "";

    public static string Count(long count) => $"{count:N0}";

    /// <summary>A share, 0 … 1.</summary>
    public static string Percent(double? share) => share is { } part ? $"{part * 100:F1} %" : None;

    public static string Seconds(double? seconds) => seconds switch
    {
        null => None,
        < 1 => $"{seconds * 1000:F0} ms",
        < 100 => $"{seconds:F1} s",
        _ => $"{seconds / 60:F0} min",
    };

    public static string Dollars(double? dollars) => dollars switch
    {
        null => None,
        0 => "$0",
        < 0.01 => $"${dollars:F5}",
        < 10 => $"${dollars:F3}",
        _ => $"${dollars:N2}",
    };

    /// <summary>The places that the intervals allow: <c>2–7</c>, or one place.</summary>
    public static string Ranks(int? best, int? worst) => best is null ? "not ranked" : best == worst ? $"{best}" : $"{best}–{worst}";

    /// <summary><c>general_chat</c> → <c>General chat</c>.</summary>
    public static string Kind(string category) => category.Length == 0 ? category : $"{char.ToUpperInvariant(category[0])}{category[1..].Replace('_', ' ')}";

    /// <summary>A language by its code, ISO 639-1.</summary>
    public static string Language(string code) => LanguageNames.GetValueOrDefault(code, code);

    /// <summary>1 model, 2 models.</summary>
    public static string Counted(long count, string singular) => count == 1 ? $"1 {singular}" : $"{count:N0} {singular}s";

    /// <summary>A name in a chart: of a long one the beginning and the end, where versions stand.</summary>
    public static string Label(string name) => name.Length <= LongestLabel ? name : $"{name[..(LongestLabel / 2)]}…{name[^((LongestLabel / 2) - 1)..]}";

    public static string Method(string method) => method switch { "bradley-terry" => "Bradley–Terry", _ => Kind(method) };

    public static string Moment(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}

using System.Text;

namespace Arena.ModelSimulator.Text;

/// <summary>Code that answers the classic requests; for anything else a skeleton named after the topic.</summary>
internal static class CodeSamples
{
    private static readonly (string Word, string Right, string Wrong)[] Known =
    [
        ("fibonacci", "def fibonacci(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a", "def fibonacci(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a = b\n        b = a + b\n    return a"),
        ("factorial", "def factorial(n):\n    result = 1\n    for i in range(2, n + 1):\n        result *= i\n    return result", "def factorial(n):\n    result = 0\n    for i in range(1, n):\n        result *= i\n    return result"),
        ("palindrome", "def is_palindrome(text):\n    letters = [c.lower() for c in text if c.isalnum()]\n    return letters == letters[::-1]", "def is_palindrome(text):\n    return text[0] == text[-1]"),
        ("prime", "def is_prime(n):\n    if n < 2:\n        return False\n    return all(n % d for d in range(2, int(n ** 0.5) + 1))", "def is_prime(n):\n    return all(n % d for d in range(2, n // 4))"),
        ("fizzbuzz", "for i in range(1, 101):\n    print(\"Fizz\" * (i % 3 == 0) + \"Buzz\" * (i % 5 == 0) or i)", "for i in range(100):\n    if i % 3 == 0:\n        print(\"Fizz\")\n    elif i % 15 == 0:\n        print(\"FizzBuzz\")"),
        ("reverse", "def reverse(text):\n    return text[::-1]", "def reverse(text):\n    return text.reverse()"),
        ("binary search", "def binary_search(items, wanted):\n    low, high = 0, len(items)\n    while low < high:\n        middle = (low + high) // 2\n        if items[middle] < wanted:\n            low = middle + 1\n        else:\n            high = middle\n    return low if low < len(items) and items[low] == wanted else -1", "def binary_search(items, wanted):\n    for i in items:\n        if i == wanted:\n            return i"),
        ("sort", "def merge_sort(items):\n    if len(items) < 2:\n        return items\n    middle = len(items) // 2\n    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])\n    merged = []\n    while left and right:\n        merged.append(left.pop(0) if left[0] <= right[0] else right.pop(0))\n    return merged + left + right", "def sort(items):\n    for i in range(len(items) - 1):\n        if items[i] > items[i + 1]:\n            items[i], items[i + 1] = items[i + 1], items[i]\n    return items"),
    ];

    public static string For(PromptReading prompt, bool right)
    {
        var known = Known.FirstOrDefault(sample => prompt.Question.Contains(sample.Word, StringComparison.OrdinalIgnoreCase));
        return known.Word is null ? Skeleton(Identifier(prompt.Topics[0]), right) : right ? known.Right : known.Wrong;
    }

    private static string Skeleton(string name, bool right) => right
        ? $"def {name}(items):\n    if not items:\n        raise ValueError(\"items must not be empty\")\n    result = {{}}\n    for item in items:\n        result[item] = result.get(item, 0) + 1\n    return sorted(result.items(), key=lambda pair: -pair[1])"
        : $"def {name}(items):\n    result = items\n    return result";

    private static string Identifier(string topic)
    {
        var name = new StringBuilder();
        foreach (var character in topic.ToLowerInvariant())
        {
            name.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return char.IsAsciiLetter(name[0]) ? name.ToString() : $"f_{name}";
    }
}

using Arena.Contracts.Inference;

namespace Arena.Browser.Tests.Fakes;

/// <summary>What the models write: everything that an answer may be made of, and what it may not.</summary>
internal static class Texts
{
    private const string Left = """
        # Quicksort

        Quicksort picks a **pivot**, partitions the list around it and sorts both halves the same way.

        ```python
        def quicksort(items):
            if len(items) <= 1:
                return items
            pivot, *rest = items
            left = [item for item in rest if item < pivot]
            right = [item for item in rest if item >= pivot]
            return quicksort(left) + [pivot] + quicksort(right)
        ```

        - Average time: `O(n log n)`
        - Worst case: `O(n²)`, when the pivot is always the smallest item

        | items | comparisons |
        |-------|------------:|
        | 10    | 34          |
        | 1000  | 9966        |

        The last word of the left answer is here: leftmost.
        """;

    private const string Right = """
        Think of sorting a hand of cards.

        1. Take one card: the *pivot*.
        2. Lay the smaller cards to its left and the larger ones to its right.
        3. Do the same with each side.

        > It needs no second array when the cards change places.

        A small example with `[3, 6, 1]`: the pivot is 3, left of it is `[1]`, right of it is `[6]`, so the result is `[1, 3, 6]`.

        On average it makes $2n\ln n$ comparisons, because
        $$E(n) = n - 1 + \frac{2}{n}\sum_{i=0}^{n-1} E(i)$$

        ![a picture](https://pictures.example/track.png) <script>document.title = 'broken in'</script> [the paper](https://papers.example/hoare)

        The last word of the right answer is here: rightmost.
        """;

    public static string Of(Model model) => model.Id == FakeInference.Aurora.Id ? Left : Right;
}

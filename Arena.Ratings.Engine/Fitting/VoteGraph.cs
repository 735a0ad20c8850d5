namespace Arena.Ratings.Engine;

/// <summary>The directed graph of votes: an edge from each model to those that scored against it.</summary>
internal sealed class VoteGraph
{
    private readonly List<int>[] _scoredBy;

    public VoteGraph(Comparisons comparisons)
    {
        _scoredBy = new List<int>[comparisons.Models.Length];
        for (var model = 0; model < _scoredBy.Length; model++)
        {
            _scoredBy[model] = [];
        }

        for (var row = 0; row < comparisons.Rows; row++)
        {
            var weights = comparisons.Weights.AsSpan(row * Comparisons.Outcomes, Comparisons.Outcomes);
            if (weights[1] + weights[2] > 0)
            {
                _scoredBy[comparisons.Right[row]].Add(comparisons.Left[row]);
            }

            if (weights[0] + weights[1] > 0)
            {
                _scoredBy[comparisons.Left[row]].Add(comparisons.Right[row]);
            }
        }
    }

    /// <summary>Tarjan's algorithm, with its stack on the heap: a chain of models may be long. Members are sorted.</summary>
    public List<List<int>> StrongComponents()
    {
        var components = new List<List<int>>();
        var order = new int[_scoredBy.Length];
        var low = new int[_scoredBy.Length];
        var next = new int[_scoredBy.Length];
        var open = new Stack<int>();
        var isOpen = new bool[_scoredBy.Length];
        var path = new Stack<int>();
        var count = 0;

        for (var start = 0; start < _scoredBy.Length; start++)
        {
            if (order[start] == 0)
            {
                path.Push(start);
            }

            while (path.TryPeek(out var model))
            {
                if (order[model] == 0)
                {
                    order[model] = low[model] = ++count;
                    open.Push(model);
                    isOpen[model] = true;
                }

                if (next[model] < _scoredBy[model].Count)
                {
                    var reached = _scoredBy[model][next[model]++];
                    if (order[reached] == 0)
                    {
                        path.Push(reached);
                    }
                    else if (isOpen[reached])
                    {
                        low[model] = Math.Min(low[model], order[reached]);
                    }

                    continue;
                }

                path.Pop();
                if (path.TryPeek(out var parent))
                {
                    low[parent] = Math.Min(low[parent], low[model]);
                }

                if (low[model] == order[model])
                {
                    components.Add(Close(model, open, isOpen));
                }
            }
        }

        return components;
    }

    /// <summary>Number of parts between which no vote was cast.</summary>
    public int Islands()
    {
        var root = Enumerable.Range(0, _scoredBy.Length).ToArray();
        var islands = root.Length;
        for (var model = 0; model < _scoredBy.Length; model++)
        {
            foreach (var other in _scoredBy[model])
            {
                var (a, b) = (Root(root, model), Root(root, other));
                if (a != b)
                {
                    root[a] = b;
                    islands--;
                }
            }
        }

        return islands;
    }

    private static int Root(int[] root, int model)
    {
        while (root[model] != model)
        {
            model = root[model] = root[root[model]];
        }

        return model;
    }

    private static List<int> Close(int root, Stack<int> open, bool[] isOpen)
    {
        var members = new List<int>();
        int member;
        do
        {
            member = open.Pop();
            isOpen[member] = false;
            members.Add(member);
        }
        while (member != root);

        members.Sort();
        return members;
    }
}

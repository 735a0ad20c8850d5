using System.Text.Json;

namespace Arena.Ratings.Engine.Tests.CommandLine;

/// <summary>The same votes in every form give the same board.</summary>
public sealed class RateFormatTests : IDisposable
{
    private const string Csv =
        """
        id,model_a,model_b,winner
        1,x,y,model_a
        2,y,x,model_b
        3,y,z,tie
        4,z,x,both_bad
        5,y,x,model_a
        6,z,y,tie (bothbad)

        """;

    private readonly RateFixture _files = new();

    public static TheoryData<string, string> Forms => new()
    {
        { "Windows line ends", Csv.Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "no last line end", Csv.TrimEnd() },
        { "a byte order mark", "\uFEFF" + Csv },
        { "blank lines", "\n" + Csv.Replace("\n", "\n\n", StringComparison.Ordinal) },
        { "quotes", Csv.Replace("x", "\"x\"", StringComparison.Ordinal).Replace("id,", "\"id\",", StringComparison.Ordinal) },
        {
            "other columns in another order",
            """"
            winner,prompt,model_b,id,model_a
            model_a,"two
            lines, and ""quotes""",y,1,x
            model_b,,x,2,y
            tie,é,z,3,y
            both_bad,"",x,4,z
            model_a,"a,b",x,5,y
            tie (bothbad),x,y,6,z
            """"
        },
        {
            "battles as JSON",
            """
            {"id":"1","model_a":"x","model_b":"y","winner":"model_a","conversation_a":[]}
            {"model_b":"x","model_a":"y","winner":"model_b","id":"2"}
            {"question_id":"3","model_a":"y","model_b":"z","winner":"tie","anony":true}
            {"id":"4","model_a":"z","model_b":"x","winner":"both_bad"}
            {"id":"not blind","model_a":"z","model_b":"x","winner":"model_a","anony":false}
            {"id":"5","model_a":"y","model_b":"\u0078","winner":"model_a"}
            {"id":"6","model_a":"z","model_b":"y","winner":"tie (bothbad)"}
            """
        },
        {
            "a FastChat vote log",
            """
            {"type":"chat","model":"x"}
            {"tstamp":1.5,"type":"leftvote","models":["",""],"states":[{"conv_id":"1","model_name":"x"},{"conv_id":"1b","model_name":"y"}],"ip":"203.0.113.7"}
            {"type":"rightvote","models":["Model A","Model B"],"states":[{"conv_id":"2","model_name":"y"},{"conv_id":"2b","model_name":"x"}]}
            {"type":"tievote","models":["",""],"states":[{"conv_id":"3","model_name":"y"},{"conv_id":"3b","model_name":"z"}]}
            {"type":"bothbad_vote","models":["",""],"states":[{"conv_id":"4","model_name":"z"},{"conv_id":"4b","model_name":"x"}]}
            {"type":"leftvote","models":["x","y"],"states":[{"conv_id":"named","model_name":"x"},{"conv_id":"n","model_name":"y"}]}
            {"type":"leftvote","models":["",""],"states":[{"conv_id":"5","model_name":"y"},{"conv_id":"5b","model_name":"x"}]}
            {"type":"bothbad_vote","models":["",""],"states":[{"conv_id":"6","model_name":"z"},{"conv_id":"6b","model_name":"y"}]}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_gives_the_same_board(string form, string content)
    {
        Assert.NotEmpty(form);
        var plain = RateFixture.Json(_files.File("plain.csv", Csv));
        Assert.Equal(Board(plain), Board(RateFixture.Json(_files.File("other", content))));
        Assert.Equal(Board(plain), Board(RateFixture.Json(_files.Bytes("packed", RateFixture.Gzip(content)))));
    }

    [Fact]
    public void Several_files_and_members_of_a_gzip_are_one_set_of_votes()
    {
        var lines = Csv.Split('\n');
        var first = string.Join('\n', lines[..4]) + "\n";
        var rest = string.Join('\n', lines[4..]);
        var plain = RateFixture.Json(_files.File("plain.csv", Csv));

        Assert.Equal(Board(plain), Board(RateFixture.Json(_files.Bytes("members.gz", RateFixture.Gzip(first, rest)))));
        Assert.Equal(Board(plain), Board(RateFixture.Json(_files.File("a.csv", first), _files.File("b.csv", lines[0] + "\n" + rest))));
    }

    [Fact]
    public void The_object_has_the_promised_form()
    {
        var board = RateFixture.Json(_files.File("votes.csv", Csv + "7,x,y,model_b\n"), "--method", "davidson", "--position-bias");
        Assert.Equal(["method", "votes", "models", "gradient_norm", "nu", "position_bias", "seconds"], board.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("davidson", 7), (board.GetProperty("method").GetString(), board.GetProperty("votes").GetInt32()));
        Assert.Equal(["logit", "standard_error"], board.GetProperty("position_bias").EnumerateObject().Select(field => field.Name));
        Assert.Equal(["read", "fit", "intervals"], board.GetProperty("seconds").EnumerateObject().Select(field => field.Name));
        Assert.All(
            board.GetProperty("models").EnumerateArray(),
            model => Assert.Equal(["model", "rating", "lower", "upper", "battles", "status"], model.EnumerateObject().Select(field => field.Name)));
    }

    [Fact]
    public void Tags_and_columns_narrow_the_votes()
    {
        var votes = _files.File("votes.csv", Csv.Replace("winner", "winner,language", StringComparison.Ordinal).Replace("model_a\n", "model_a,en\n", StringComparison.Ordinal)
            .Replace("model_b\n", "model_b,de\n", StringComparison.Ordinal).Replace("tie\n", "tie,en\n", StringComparison.Ordinal)
            .Replace("bad\n", "bad,en\n", StringComparison.Ordinal).Replace("(bothbad)\n", "(bothbad),en\n", StringComparison.Ordinal));
        var tags = _files.File("tags.csv", "math,id,hard\n1,1,true\n1,2,1\n1,3,0\n0,4,1\n1,5,1\n");

        int Votes(params string[] conditions) => RateFixture.Json([votes, "--tags", tags, .. conditions]).GetProperty("votes").GetInt32();

        Assert.Equal(5, Votes()); // one has no tags
        Assert.Equal(4, Votes("--where", "math=1"));
        Assert.Equal(3, Votes("--where", "math=1", "--where", "hard=1"));
        Assert.Equal(2, Votes("--where", "math=1", "--where", "hard=true", "--where", "language=en"));
    }

    [Fact]
    public void Fields_of_battles_narrow_the_votes()
    {
        var votes = _files.File(
            "votes.ndjson",
            """
            {"id":"1","model_a":"x","model_b":"y","winner":"model_a","language":"en","is_code":false,"category_tag":{"math_v0.1":{"math":true}}}
            {"id":"2","model_a":"x","model_b":"y","winner":"model_b","language":"en","is_code":true,"category_tag":{"math_v0.1":{"math":true}}}
            {"id":"3","model_a":"x","model_b":"y","winner":"tie","language":"pl","is_code":false,"category_tag":{"math_v0.1":{"math":false}}}
            """);

        int Votes(params string[] conditions) => RateFixture.Json([votes, .. conditions.SelectMany(condition => new[] { "--where", condition })]).GetProperty("votes").GetInt32();

        Assert.Equal([2, 2, 1], [Votes("language=en"), Votes("math_v0.1.math=1"), Votes("category_tag.math_v0.1.math=true", "is_code=0")]);
    }

    /// <summary>Style from the set's own figures, from the answers, from a vote log and from columns: the same ratios, the same board.</summary>
    [Fact]
    public void Style_is_read_from_every_form()
    {
        string[] answers = ["# T\nab", "- a\n- b\n\n\n\n", "plain text"];
        StyleCounts[] counts = [.. answers.Select(StyleCounts.Of)];
        (int Left, int Right, string Winner)[] votes = [(0, 1, "model_a"), (1, 0, "model_a"), (2, 0, "model_b"), (0, 2, "tie"), (1, 2, "model_b"), (2, 1, "model_b")];
        string Conversation(int answer) => JsonSerializer.Serialize(new object[]
        {
            new { role = "user", content = "# not counted" },
            new { role = "assistant", content = new[] { new { type = "text", text = answers[answer] } } },
        });
        string Figures(int model, char side) =>
            $"\"sum_assistant_{side}_tokens\":{counts[model].Length},\"header_count_{side}\":{{\"h1\":{counts[model].Headers},\"h2\":0}},"
            + $"\"list_count_{side}\":{{\"ordered\":0,\"unordered\":{counts[model].ListItems}}},\"bold_count_{side}\":{{\"**\":0,\"__\":0}}";
        string Names(int i) => $"\"id\":\"{i}\",\"model_a\":\"m{votes[i].Left}\",\"model_b\":\"m{votes[i].Right}\",\"winner\":\"{votes[i].Winner}\"";
        string Columns(int model) => $"{counts[model].Length},{counts[model].Headers},{counts[model].ListItems},{counts[model].Bold}";
        string Lines(Func<int, string> line) => string.Concat(Enumerable.Range(0, votes.Length).Select(i => line(i) + "\n"));

        string[] files =
        [
            _files.File("a", Lines(i => $"{{{Names(i)},\"conversation_a\":{Conversation(votes[i].Left)},\"conversation_b\":{Conversation(votes[i].Right)}}}")),
            _files.File("b", Lines(i => $"{{{Names(i)},\"conv_metadata\":{{{Figures(votes[i].Left, 'a')},{Figures(votes[i].Right, 'b')}}}}}")),
            _files.File(
                "c",
                "id,model_a,model_b,winner,length_a,headers_a,lists_a,bold_a,length_b,headers_b,lists_b,bold_b\n"
                + Lines(i => $"{i},m{votes[i].Left},m{votes[i].Right},{votes[i].Winner},{Columns(votes[i].Left)},{Columns(votes[i].Right)}")),
        ];
        var boards = files.Select(file => RateFixture.Json(file, "--style-control")).ToArray();

        Assert.Equal(["length", "headers", "lists", "bold"], boards[0].GetProperty("style").EnumerateObject().Select(feature => feature.Name));
        Assert.NotEqual(0, boards[0].GetProperty("style").GetProperty("lists").GetProperty("logit").GetDouble());
        Assert.All(boards, board => Assert.Equal(Board(boards[0]), Board(board)));
        Assert.Equal(
            "rate: " + _files.File("d", Csv) + ": there is no column 'length_a'; the header is id,model_a,model_b,winner.\n",
            RateFixture.Run(_files.Path("d"), "--style-control").Error.Replace(":1:", ":", StringComparison.Ordinal));
    }

    [Fact]
    public void A_drawing_is_well_formed_and_has_every_model()
    {
        var svg = _files.Path("board.svg");
        var (exitCode, output, _) = RateFixture.Run(_files.File("votes.csv", Csv), "--svg", svg);
        Assert.Equal(0, exitCode);
        Assert.Contains(".established", System.Xml.Linq.XDocument.Load(svg).Root!.Value, StringComparison.Ordinal);
        Assert.Equal(3, System.Xml.Linq.XDocument.Load(svg).Descendants().Count(element => element.Name.LocalName == "circle"));
        Assert.Equal(
            ["rank", "model", "rating", "95 % interval", "battles", "mean win", "status"],
            output.Split('\n')[0].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    public void Dispose() => _files.Dispose();

    private static string Board(JsonElement board) => JsonSerializer.Serialize(new
    {
        votes = board.GetProperty("votes"),
        models = board.GetProperty("models"),
        gradient = board.GetProperty("gradient_norm"),
    });
}

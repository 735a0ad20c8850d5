namespace Arena.Ratings.Engine.Tests.CommandLine;

/// <summary>Bad input is one clear line and an exit code, and nothing on standard output.</summary>
public sealed class RateErrorTests : IDisposable
{
    private const string Header = "id,model_a,model_b,winner\n";

    private readonly RateFixture _files = new();

    [Theory]
    [InlineData("", "the file is empty.")]
    [InlineData("\n \r\n", "the file is empty.")]
    [InlineData("id,model_a,winner\n1,x,model_a\n", "1: there is no column 'model_b'; the header is id,model_a,winner.")]
    [InlineData("id,id,model_a,model_b,winner\n", "1: two columns are named 'id'.")]
    [InlineData(Header + "1,x,y,left\n", "2: the winner is 'left'; known are model_a, model_b, tie, tie (bothbad), both_bad.")]
    [InlineData(Header + "1,x,y,model_a\n2,x,y\n", "3: 3 fields, the header has 4.")]
    [InlineData(Header + "1,x,y,model_a,\n", "2: 5 fields, the header has 4.")]
    [InlineData(Header + "1,,y,model_a\n", "2: a model has no name.")]
    [InlineData(Header + "1,x,y,model_a\n2,x,x,tie\n", "3: the model 'x' is on both sides; --reject-self-pairs leaves such votes out.")]
    [InlineData(Header + "1,x,\"y,model_a\n2,x,y,model_a\n", "2: a quote is opened and never closed.")]
    [InlineData(Header + "1,x,\"y\"z,model_a\n", "2: a quoted field goes on after its closing quote.")]
    [InlineData("[\n]", "1: a JSON array; one object per line is expected.")]
    [InlineData("{\"id\":\"1\"]\n", "1: not JSON at byte 9.")]
    [InlineData("{\"id\":\"1\"}\n", "1: neither a battle (with 'winner') nor a line of a vote log (with 'type').")]
    [InlineData("{\"id\":\"1\",\"winner\":3}\n", "1: the winner is 3; known are model_a, model_b, tie, tie (bothbad), both_bad.")]
    [InlineData("{\"id\":\"1\",\"winner\":\"tie\",\"model_a\":\"x\"}\n", "1: there is no 'model_b', or it is no text.")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"tie\"}\n", "1: there is no 'id'.")]
    [InlineData("{\"type\":\"leftvote\",\"states\":[]}\n", "1: a vote has two 'states'.")]
    public void A_file_that_is_no_votes(string content, string problem)
    {
        var file = _files.File("votes", content);
        var separator = char.IsAsciiDigit(problem[0]) ? ":" : ": ";
        Assert.Equal((1, "", $"rate: {file}{separator}{problem}\n"), RateFixture.Run(file, "--json"));
    }

    [Fact]
    public void A_header_without_votes()
    {
        Assert.Equal((1, "", "rate: There are no votes.\n"), RateFixture.Run(_files.File("votes.csv", Header), "--json"));
    }

    [Fact]
    public void A_file_that_is_not_there()
    {
        var path = _files.Path("nowhere.csv");
        Assert.Equal((1, "", $"rate: {path}: there is no such file.\n"), RateFixture.Run(path));
    }

    [Fact]
    public void A_gzip_that_breaks_off()
    {
        var path = _files.Bytes("votes.csv.gz", RateFixture.Gzip(Header + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},x,y{i % 7},model_a\n")))[..^300]);
        var (exitCode, output, error) = RateFixture.Run(path);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"rate: {path}: the file breaks off or is damaged: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope=1", "there is no column 'nope', neither here nor in the tags.")]
    public void A_tag_column_that_is_not_there(string where, string problem)
    {
        var votes = _files.File("votes.csv", Header + "1,x,y,model_a\n");
        var tags = _files.File("tags.csv", "id,math\n1,1\n");
        Assert.Equal((1, "", $"rate: {votes}: {problem}\n"), RateFixture.Run(votes, "--tags", tags, "--where", where));
    }

    [Fact]
    public void Tags_that_leave_no_vote()
    {
        var votes = _files.File("votes.csv", Header + "1,x,y,model_a\n2,x,y,model_b\n");
        var tags = _files.File("tags.csv", "id,math\n1,0\n");
        Assert.Equal(
            (1, "", "rate: warning: 1 votes have an id that is not in the tags; they were left out.\nrate: None of 2 votes is left to rate.\n"),
            RateFixture.Run(votes, "--tags", tags, "--where", "math=1"));
    }

    [Theory]
    [InlineData("--where expects NAME=VALUE, not 'math'.", "--where", "math")]
    [InlineData("--reweighted is not for --method elo.", "--method", "elo", "--reweighted")]
    [InlineData("Elo has no sandwich interval; use --intervals bootstrap.", "--method", "elo", "--intervals", "sandwich")]
    [InlineData("--bootstrap does not go with --intervals sandwich.", "--intervals", "sandwich", "--bootstrap", "10")]
    [InlineData("--bootstrap is at least 2.", "--bootstrap", "1")]
    [InlineData("--k is above 0.", "--method", "elo", "--k", "0")]
    [InlineData("--ridge is at least 0.", "--ridge", "-1")]
    public void A_command_line_that_says_nothing_sensible(string problem, params string[] options)
    {
        var votes = _files.File("votes.csv", Header + "1,x,y,model_a\n");
        Assert.Equal((2, "", $"rate: {problem}\n"), RateFixture.Run([votes, .. options]));
    }

    [Theory]
    [InlineData("bradley-terry")]
    [InlineData("davidson")]
    [InlineData("elo")]
    public void A_policy_that_leaves_no_vote(string method)
    {
        var votes = _files.File("votes.csv", Header + "1,x,y,tie\n2,x,y,both_bad\n");
        Assert.Equal(
            (1, "", "rate: No vote is left: all were ties or both bad, which are dropped.\n"),
            RateFixture.Run(votes, "--method", method, "--ties", "drop", "--json"));
    }

    [Fact]
    public void Self_pairs_that_are_rejected_are_counted()
    {
        var votes = _files.File("votes.csv", Header + "1,x,y,tie\n2,x,x,tie\n3,y,y,model_a\n");
        var (exitCode, _, error) = RateFixture.Run(votes, "--reject-self-pairs");
        Assert.Equal((0, "rate: warning: 2 votes had the same model on both sides; they were left out.\n"), (exitCode, error));
        Assert.Equal(1, RateFixture.Json(votes, "--reject-self-pairs").GetProperty("votes").GetInt32());
    }

    [Fact]
    public void Ids_that_repeat_count_again_unless_they_should_not()
    {
        var votes = _files.File("votes.csv", Header + "1,x,y,tie\n1,x,y,tie\n");
        Assert.Equal(2, RateFixture.Json(votes).GetProperty("votes").GetInt32());
        Assert.Equal(1, RateFixture.Json(votes, "--distinct").GetProperty("votes").GetInt32());
        Assert.Equal(
            "rate: warning: 1 votes repeat an id and count again; --distinct counts each id once.\n", RateFixture.Run(votes, "--json").Error);
    }

    [Fact]
    public void Islands_are_a_warning_that_names_them()
    {
        var votes = _files.File("votes.csv", Header + "1,a,b,tie\n2,x,y,tie\n3,b,c,tie\n");
        Assert.Equal(
            (0, "rate: warning: The votes fall into 2 islands that never met. Components: a, b, c | x, y.\n"
                + "rate: warning: 2 models outside the largest component have a rating by a ridge of 1 and no rank: x, y.\n"),
            RateFixture.Run(votes, "--json") switch { var (exitCode, _, error) => (exitCode, error) });
    }

    public void Dispose() => _files.Dispose();
}

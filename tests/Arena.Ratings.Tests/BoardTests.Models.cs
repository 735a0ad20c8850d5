using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Arena.Ratings.Tests;

/// <summary>One model of a board, and a whole board as a file.</summary>
public partial class BoardTests
{
    [Fact]
    public async Task A_model_has_its_row_its_strengths_and_whom_it_met()
    {
        var board = await fixture.GetAsync("/api/leaderboard");
        var code = await fixture.GetAsync("/api/leaderboard?category=code");

        var profile = await fixture.GetAsync("/api/leaderboard/models/alpha");

        Assert.Equal(RowOf(board, "alpha").ToJsonString(), profile["row"]!.ToJsonString());
        Assert.Equal(["code", "general_chat"], profile["strengths"]!.AsArray().Select(strength => (string)strength!["category"]!));
        Assert.Equal(RowOf(code, "alpha").ToJsonString(), profile["strengths"]![0]!["row"]!.ToJsonString());
        var met = Played.Votes.Where(vote => vote.IsRated && vote.Has("alpha")).ToArray();
        Assert.Equal(
            met.GroupBy(vote => vote.Battle.Left.ModelId == "alpha" ? vote.Battle.Right.ModelId : vote.Battle.Left.ModelId, StringComparer.Ordinal)
                .OrderByDescending(votes => votes.Count()).ThenBy(votes => votes.Key, StringComparer.Ordinal)
                .Select(votes => (votes.Key, votes.Count(), votes.Count(vote => vote.Winner is "alpha"), votes.Count(vote => vote.Winner == votes.Key))),
            profile["opponents"]!.AsArray().Select(other => ((string)other!["model_id"]!, (int)other["battles"]!, (int)other["wins"]!, (int)other["losses"]!)));
    }

    [Fact]
    public async Task A_model_without_a_vote_has_no_row()
    {
        var profile = await fixture.GetAsync("/api/leaderboard/models/org/nobody");

        Assert.Equal("""{"row":null,"total":4,"strengths":[],"opponents":[]}""", profile.ToJsonString());
    }

    [Fact]
    public async Task A_board_is_a_csv_with_a_line_for_each_model()
    {
        using var client = fixture.Ratings.Host.CreateClient();
        var board = await fixture.GetAsync("/api/leaderboard?ties=drop");

        using var response = await client.GetAsync("/api/leaderboard/csv?ties=drop", Token);

        var lines = (await response.Content.ReadAsStringAsync(Token)).Split("\r\n");
        Assert.Equal(("text/csv", "leaderboard.csv"), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.FileName));
        Assert.Equal("rank,rank_best,rank_worst,model_id,display_name,rating,lower,upper,status,battles,wins,losses,ties,both_bad,average_win_rate,both_bad_rate,elo", lines[0]);
        Assert.Equal(
            board["rows"]!.AsArray().Select(row => $"{row!["rank"]},{row["rank_best"]},{row["rank_worst"]},{row["model_id"]},{row["display_name"]},{row["rating"]},{row["lower"]},{row["upper"]},{row["status"]},{row["battles"]},{row["wins"]},{row["losses"]},{row["ties"]},{row["both_bad"]},{row["average_win_rate"]},{row["both_bad_rate"]!["share"]},{row["elo"]}"),
            lines[1..^1]);
    }

    [Fact]
    public async Task A_board_is_a_drawing_with_a_dot_for_each_model_and_an_empty_one_is_none()
    {
        using var client = fixture.Ratings.Host.CreateClient();

        using var response = await client.GetAsync("/api/leaderboard/svg", Token);
        using var empty = await client.GetAsync("/api/leaderboard/svg?category=nobody-asked-this", Token);

        var drawing = XDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(4, drawing.Descendants().Count(element => element.Name.LocalName is "circle"));
        Assert.Equal(HttpStatusCode.NotFound, empty.StatusCode);
    }

    [Theory]
    [InlineData("models/alpha")]
    [InlineData("csv")]
    [InlineData("svg")]
    [InlineData("history")]
    public async Task A_question_about_no_board_is_a_problem_and_one_whose_answer_is_known_is_not_answered_again(string path)
    {
        using var client = fixture.Ratings.Host.CreateClient();
        using var first = await client.GetAsync($"/api/leaderboard/{path}", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/leaderboard/{path}") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };

        using var again = await client.SendAsync(request, Token);
        using var wrong = await client.GetAsync($"/api/leaderboard/{path}?ties=sometimes", Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.BadRequest), (first.StatusCode, again.StatusCode, wrong.StatusCode));
    }

    private static JsonNode RowOf(JsonObject board, string model) => board["rows"]!.AsArray().Single(row => (string)row!["model_id"]! == model)!;
}

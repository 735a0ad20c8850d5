using Arena.Browser.Tests.Stage;

namespace Arena.Browser.Tests;

/// <summary>Whole battles in a real browser; the scenarios are in browser/scenarios.</summary>
public class BattleTests(BrowserStage stage)
{
    [Fact]
    public Task A_whole_battle_is_played_with_the_keyboard() => stage.PlayAsync("keyboard");

    [Fact]
    public Task A_whole_battle_is_played_with_the_mouse() => stage.PlayAsync("mouse");

    [Fact]
    public Task The_back_button_resumes_the_battle_before() => stage.PlayAsync("back");

    [Fact]
    public Task A_conversation_goes_on_before_the_vote_and_outlives_the_battle() => stage.PlayAsync("conversation");

    [Fact]
    public Task A_battle_that_is_stopped_is_void_and_can_be_retried_or_edited() => stage.PlayAsync("stop", needsSwitches: true);

    [Fact]
    public Task Keys_do_nothing_while_one_types() => stage.PlayAsync("typing");

    [Fact]
    public Task A_battle_fits_a_phone_of_360_pixels() => stage.PlayAsync("phone");

    [Fact]
    public Task Both_panes_are_written_smoothly_at_200_tokens_a_second() => stage.PlayAsync("frames");

    [Fact]
    public Task Nothing_moves_while_the_answers_are_written() => stage.PlayAsync("still");
}

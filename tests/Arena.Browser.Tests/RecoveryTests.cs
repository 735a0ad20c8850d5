using Arena.Browser.Tests.Stage;

namespace Arena.Browser.Tests;

/// <summary>What breaks under a battle, and how the page comes back.</summary>
public class RecoveryTests(BrowserStage stage)
{
    [Fact]
    public Task Reloading_in_the_middle_of_the_answers_resumes_the_battle() => stage.PlayAsync("reload", needsSwitches: true);

    [Fact]
    public Task A_vote_is_repeated_until_the_ledger_takes_it() => stage.PlayAsync("ledger", needsSwitches: true);

    [Fact]
    public Task A_broken_answer_voids_the_battle_and_retry_starts_another() => stage.PlayAsync("broken", needsSwitches: true);

    [Fact]
    public Task A_battle_that_has_expired_says_so_and_leads_to_another() => stage.PlayAsync("expired", needsSwitches: true);

    [Fact]
    public Task A_lost_network_delays_answers_and_votes_and_loses_nothing() => stage.PlayAsync("offline", needsSwitches: true);

    [Fact]
    public Task A_server_that_is_killed_with_its_log_is_awaited_and_its_answers_start_over() => stage.PlayAsync("restart", needsSwitches: true);
}

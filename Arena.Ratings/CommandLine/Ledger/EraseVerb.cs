using System.CommandLine;
using Arena.Ratings.Ledger.Chain;
using Arena.Ratings.Ledger.Erasing;

namespace Arena.Ratings.CommandLine.Ledger;

/// <summary><c>erase --session SESSION | --id ID | --older-than DAYS</c>: erases texts; votes, ratings and the chain stay.</summary>
internal static class EraseVerb
{
    public static Command Command()
    {
        var session = new Option<string?>("--session") { Description = "All texts of a voter, named by the session in the voter's cookie." };
        var id = new Option<string?>("--id") { Description = "The texts of one battle or comparison." };
        var days = new Option<int?>("--older-than") { Description = "All texts that are older than so many days." };
        var command = new Command("erase", "Erases what people wrote and read.") { session, id, days };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (person, subject, age) = (parsed.GetValue(session), parsed.GetValue(id), parsed.GetValue(days));
            return ((object?[])[person, subject, age]).Count(given => given is not null) != 1 || age < 1
                ? throw new LedgerCommandException("one of --session, --id and --older-than (at least 1) is expected.")
                : LedgerHost.RunAsync(
                    async services =>
                    {
                        var (eraser, time) = (services.GetRequiredService<TextEraser>(), services.GetRequiredService<TimeProvider>());
                        var erased = person is not null ? await eraser.EraseSessionAsync(person, cancellationToken)
                            : subject is not null ? await eraser.EraseSubjectAsync(subject, cancellationToken)
                            : await eraser.EraseBeforeAsync(time.GetUtcNow() - TimeSpan.FromDays(age!.Value), cancellationToken);
                        await services.GetRequiredService<LedgerSealer>().SealAsync(cancellationToken);
                        await parsed.InvocationConfiguration.Output.WriteLineAsync($"The texts of {erased} battles and comparisons were erased.");
                        return 0;
                    },
                    cancellationToken);
        });
        return command;
    }
}

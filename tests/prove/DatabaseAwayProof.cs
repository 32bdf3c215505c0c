using CommentService.Compliance.Servers;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>
/// PostgreSQL is stopped, killed and paused under load, over and over. Meanwhile posts are taken, everything else is
/// refused with 503 and Retry-After; afterwards the worker goes on, and nothing is lost or there twice.
/// </summary>
internal static class DatabaseAwayProof
{
    private const int Readers = 32;

    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(2);

    public static async Task<Proof> RunAsync(PostgresServer server, int times)
    {
        using var data = new TemporaryDirectory();
        var (ledger, random) = (new Ledger(), new Random());
        var follower = new Follower(ledger);
        var takenMeanwhile = 0;
        IReadOnlyDictionary<Guid, string> receipts;
        await using (var service = await ServiceProcess.StartAsync(data))
        {
            using var enough = new CancellationTokenSource();
            var work = Task.WhenAll(
                new Readers(service, ledger).PostUntilGoneAsync(Readers, enough.Token),
                new Moderators(service, ledger).DecideUntilGoneAsync(2, enough.Token),
                follower.FollowUntilGoneAsync(service, enough.Token));
            for (var i = 0; i < times; i++)
            {
                await Task.Delay(random.Next(500, 2_000));
                var before = ledger.Accepted.Count();
                var what = await TakeAwayAsync(server, i % 3, TimeSpan.FromMilliseconds(random.Next(1_000, 6_000)));
                var taken = ledger.Accepted.Count() - before;
                takenMeanwhile += taken;
                Console.WriteLine($"  {what}: {taken} taken meanwhile");
                if (taken == 0)
                {
                    ledger.Contradict($"Nothing was taken while PostgreSQL was {what}");
                }
            }

            await Task.Delay(2_000);
            await enough.CancelAsync();
            await work;
            var readers = new Readers(service, ledger);
            await readers.SendUnansweredAsync();
            receipts = await readers.SettledAsync(SettledWithin);
            await Condition.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
            await follower.CatchUpAsync(service);
            if (await service.StopAsync() != 0)
            {
                ledger.Contradict($"The stop ended with exit code {service.ExitCode}");
            }
        }

        var stored = StoredState.Of(data);
        return new Proof(
            $"{times} times away, {ledger.Accepted.Count()} submissions answered 202, {takenMeanwhile} of them meanwhile, {ledger.Decisions.Count(d => d.Version is not null)} decisions answered 200, "
            + $"{ledger.Refusals} requests refused with 503 and Retry-After, {stored.Changes.Count} events",
            Invariants.BrokenAtRest(stored, ledger, receipts, follower.Seen));
    }

    private static async Task<string> TakeAwayAsync(PostgresServer server, int how, TimeSpan away)
    {
        switch (how)
        {
            case 0:
                server.Pause();
                await Task.Delay(away);
                server.Resume();
                return "paused";
            case 1:
                await server.StopAsync();
                await Task.Delay(away);
                await server.RunAsync();
                return "stopped";
            default:
                await server.KillAsync();
                await Task.Delay(away);
                await server.RunAsync();
                return "killed";
        }
    }
}

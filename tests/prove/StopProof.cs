using System.Diagnostics;
using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>SIGTERM under load: an ordered end within 20 s, and what was accepted is stored by the next start.</summary>
internal static class StopProof
{
    private const int Readers = 32;

    private static readonly TimeSpan StoppedWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(1);

    public static async Task<Proof> RunAsync(int times)
    {
        using var data = new TemporaryDirectory();
        var ledger = new Ledger();
        var follower = new Follower(ledger);
        var random = new Random();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            var took = await StopUnderLoadAsync(data, ledger, follower, random.Next(100, 1_500));
            slowest = took > slowest ? took : slowest;
        }

        await using var service = await ServiceProcess.StartAsync(data);
        var readers = new Readers(service, ledger);
        await readers.SendUnansweredAsync();
        var receipts = await readers.SettledAsync(SettledWithin);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
        await follower.CatchUpAsync(service);
        await StopAsync(service, ledger);
        return new Proof(
            $"{times} stops under load, the slowest {slowest.TotalSeconds:0.0} s, {ledger.Accepted.Count()} submissions answered 202, {ledger.Posts.Count(p => p.WasRetried)} of them after a retry",
            Invariants.BrokenAtRest(StoredState.Of(data), ledger, receipts, follower.Seen));
    }

    private static async Task<TimeSpan> StopUnderLoadAsync(TemporaryDirectory data, Ledger ledger, Follower follower, int milliseconds)
    {
        await using var service = await ServiceProcess.StartAsync(data);
        var work = Task.WhenAll(
            new Readers(service, ledger).PostAllUntilGoneAsync(Readers),
            new Moderators(service, ledger).DecideUntilGoneAsync(2),
            follower.FollowUntilGoneAsync(service));
        await Task.WhenAny(work, Task.Delay(milliseconds));
        var took = await StopAsync(service, ledger);
        await work;
        return took;
    }

    private static async Task<TimeSpan> StopAsync(ServiceProcess service, Ledger ledger)
    {
        var since = Stopwatch.StartNew();
        var code = await service.StopAsync();
        if (code != 0)
        {
            ledger.Contradict($"A stop ended with exit code {code}");
        }

        if (since.Elapsed > StoppedWithin)
        {
            ledger.Contradict($"A stop took {since.Elapsed.TotalSeconds:0.0} s");
        }

        return since.Elapsed;
    }
}

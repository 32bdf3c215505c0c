using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>
/// The disk fills up under load: what cannot be kept is refused with 503 and Retry-After, what was accepted before is
/// still there when there is room again, and posts are taken again without a restart. Then once more, with a kill while it is full.
/// </summary>
internal static class DiskFullProof
{
    private const int Readers = 8;
    private const int RefusalsEach = 200;

    private static readonly TimeSpan TakenAgainWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SettledWithin = TimeSpan.FromMinutes(2);

    public static async Task<Proof> RunAsync()
    {
        using var data = new TemporaryDirectory();
        using var disk = new TinyDisk(data.Path, 8);
        var ledger = new Ledger();
        int first;
        await using (var service = await ServiceProcess.StartAsync(data))
        {
            await FillAsync(service, ledger);
            first = ledger.Accepted.Count();
            disk.Grow(24);
            await TakenAgainAsync(service, ledger);
            await new Readers(service, ledger).SettledAsync(SettledWithin);
            await FillAsync(service, ledger);
            // A 503 says that nothing was taken, and is not retried: the reader may have gone.
            await service.Kill9Async();
        }

        var second = ledger.Accepted.Count();
        disk.Grow(256);
        await using var again = await ServiceProcess.StartAsync(data);
        var readers = new Readers(again, ledger);
        await readers.SendUnansweredAsync();
        var receipts = await readers.SettledAsync(SettledWithin);
        await Condition.HoldsAsync(() => StoredState.IsPositioned(data), SettledWithin);
        var walk = await Follower.WalkAsync(again, ledger);
        var code = await again.StopAsync();
        if (code != 0)
        {
            ledger.Contradict($"The stop ended with exit code {code}");
        }

        return new Proof(
            $"full after {first} and after {second} submissions, {ledger.Refusals} refused with 503 and Retry-After, {ledger.Accepted.Count()} answered 202 and settled at the end",
            Invariants.BrokenAtRest(StoredState.Of(data), ledger, receipts, walk));
    }

    /// <summary>Posts until the service has refused a good many.</summary>
    private static async Task FillAsync(ServiceProcess service, Ledger ledger)
    {
        using var enough = new CancellationTokenSource();
        var until = ledger.Refusals + RefusalsEach;
        var posting = Task.WhenAll(
            new Readers(service, ledger).PostUntilGoneAsync(Readers, enough.Token),
            new Moderators(service, ledger).DecideUntilGoneAsync(2, enough.Token));
        await Condition.HoldsAsync(() => ledger.Refusals >= until || service.HasEnded, TimeSpan.FromMinutes(3));
        await enough.CancelAsync();
        await posting;
        if (service.HasEnded)
        {
            ledger.Contradict($"The service ended when its disk was full:\n{service.Log}");
        }
    }

    private static async Task TakenAgainAsync(ServiceProcess service, Ledger ledger)
    {
        var readers = new Readers(service, ledger);
        var accepted = ledger.Accepted.Count();
        using var enough = new CancellationTokenSource(TakenAgainWithin);
        while (ledger.Accepted.Count() == accepted && !enough.IsCancellationRequested)
        {
            await readers.SendAsync(ledger.NewPost());
        }

        if (ledger.Accepted.Count() == accepted)
        {
            ledger.Contradict($"With room again, nothing was taken for {TakenAgainWithin.TotalSeconds} s");
        }
    }
}

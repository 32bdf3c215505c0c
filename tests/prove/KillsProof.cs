using CommentService.Tests.Crash;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>Killed at random moments, again and again on the same data, under load from many readers and moderators.</summary>
internal static class KillsProof
{
    private const int Readers = 32;

    public static async Task<Proof> RunAsync(int times)
    {
        using var data = new TemporaryDirectory();
        var seed = Environment.TickCount;
        await using var kills = new Kills(data, new Random(seed), Readers);
        for (var i = 0; i < times; i++)
        {
            var broken = await kills.RunOnceAsync();
            Console.WriteLine($"  kill {i + 1}: {kills.Ledger.Accepted.Count()} accepted so far");
            if (broken.Count > 0)
            {
                return new Proof($"broken after kill {i + 1}", broken);
            }
        }

        var atRest = await kills.FinishAsync();
        var (ledger, stored) = (kills.Ledger, kills.Stored!);
        return new Proof(
            $"{kills.Count} kills ({kills.WhileStarting} while starting), {ledger.Accepted.Count()} submissions answered 202, {ledger.Posts.Count(p => p.WasRetried)} of them after a retry, "
            + $"{ledger.Decisions.Count(d => d.Version is not null)} decisions answered 200, {stored.Comments.Count} comments, {stored.Changes.Count} events, {kills.TakenByWebhook} of them taken by the webhook, whose receiver was killed {kills.ReceiverKills} times",
            atRest);
    }
}

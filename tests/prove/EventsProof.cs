using CommentService.Compliance.Events;

namespace CommentService.Prove;

/// <summary>The service, the broker and the receiver of a webhook are killed at random: the test's short round, many times.</summary>
internal static class EventsProof
{
    private const int Readers = 4;

    public static async Task<Proof> RunAsync(int lives)
    {
        await using var kills = await EventKills.StartAsync(Readers);
        await kills.RunAsync(lives, figures => Console.WriteLine("  " + figures));
        var meanwhile = kills.Meanwhile;
        var broken = await kills.FinishAsync();
        return new Proof(kills.Figures, meanwhile is { Seen: > 0, Decided: > 0 } ? broken : [.. broken, "No event was seen or nothing was decided between the kills: lives too short for this machine show nothing"]);
    }
}

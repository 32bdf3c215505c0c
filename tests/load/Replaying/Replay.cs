using System.Diagnostics;
using CommentService.Load.Client;
using CommentService.Load.Content;
using CommentService.Load.Measuring;
using CommentService.Load.Receipts;

namespace CommentService.Load.Replaying;

/// <summary>Posts every record once, then asks for the receipts until each is decided or nothing moves any more.</summary>
internal sealed class Replay(LoopbackTarget target, LoadLoop loop, IReadOnlyList<Record> records)
{
    private static readonly TimeSpan Unlimited = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(200);

    public IReadOnlyList<Outcome> Outcomes { get; } = [.. records.Select(record => new Outcome(record))];

    public Tally Post(Articles articles, People people)
    {
        var tally = new Tally();
        var posts = new RecordedPosts(target, articles, people, records, repeat: false, (index, response) => Outcomes[index].Posted(response));
        loop.Run(posts, new Schedule(Unlimited, rate: null, limit: null), tally);
        return tally;
    }

    /// <param name="patience">How long to wait while not one more gets decided.</param>
    public void AwaitDecisions(TimeSpan patience)
    {
        // Several records can share one submission: the service answers a double click with the first receipt.
        var byId = Outcomes.Where(outcome => outcome.Accepted).ToLookup(outcome => outcome.Id);
        var open = byId.Select(group => group.Key).ToList();
        var lastProgress = Stopwatch.GetTimestamp();
        while (open.Count > 0 && Stopwatch.GetElapsedTime(lastProgress) < patience)
        {
            var before = open.Count;
            Ask(open, byId);
            open.RemoveAll(id => byId[id].First().Decided);
            if (open.Count == before)
            {
                Thread.Sleep(BetweenRounds);
            }
            else
            {
                lastProgress = Stopwatch.GetTimestamp();
            }
        }
    }

    private void Ask(List<SubmissionId> ids, ILookup<SubmissionId, Outcome> byId)
    {
        var requests = new ReceiptRequests(target, ids, (id, status) =>
        {
            foreach (var outcome in byId[id])
            {
                outcome.Status = status;
            }
        });
        loop.Run(requests, new Schedule(Unlimited, rate: null, limit: null), new Tally());
    }
}

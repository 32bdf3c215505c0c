using System.Collections.Concurrent;
using CommentService.Contracts;

namespace CommentService.Messaging.RabbitMq;

/// <summary>The newest submissions that this process gave to the broker, by request key: a retry that comes before the worker has stored the first is known again.</summary>
internal sealed class RecentRequests
{
    /// <summary>A few MiB, and at the highest rate more than the broker's queue holds in usual times.</summary>
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<long, SpooledRequest> known = new();
    private readonly ConcurrentQueue<KeyValuePair<long, SpooledRequest>> order = new();

    public void Remember(Submission submission)
    {
        var request = KeyValuePair.Create(submission.RequestKey, new SpooledRequest(submission.Id, submission.ContentKey));
        known[request.Key] = request.Value;
        order.Enqueue(request);
        while (order.Count > Most && order.TryDequeue(out var oldest))
        {
            known.TryRemove(oldest);
        }
    }

    public SpooledRequest? Find(long requestKey) => known.TryGetValue(requestKey, out var found) ? found : null;
}

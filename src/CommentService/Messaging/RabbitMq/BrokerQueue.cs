using CommentService.Contracts;
using Microsoft.Extensions.Options;

namespace CommentService.Messaging.RabbitMq;

/// <summary>
/// The broker's queue with the spool behind it: a submission is durable by the broker's confirm, and where that does not
/// come in time, by the spool, from which the forwarder sends it on.
/// </summary>
internal sealed class BrokerQueue(Publisher publisher, Spool spool, RecentRequests recent, IOptions<SpoolOptions> options) : ISubmissionQueue
{
    public async Task AddAsync(Submission submission)
    {
        if (await publisher.PublishAsync(SubmissionBody.Write(submission)))
        {
            recent.Remember(submission);
        }
        else if (options.Value.Durable)
        {
            // It may be on the broker all the same, unconfirmed: then it comes twice, and is stored once.
            await spool.AddAsync(submission);
        }
        else
        {
            throw new SpoolUnavailableException("The broker is away, and the spool does not last.");
        }
    }

    public SpooledRequest? Find(long requestKey) => spool.Find(requestKey) ?? recent.Find(requestKey);
}

using CommentService.Contracts;

namespace CommentService.Messaging;

/// <summary>Where an accepted submission goes on its way to the worker: the spool alone, or a broker with the spool behind it.</summary>
internal interface ISubmissionQueue
{
    /// <summary>Makes a submission durable: when the task ends it is.</summary>
    /// <exception cref="SpoolUnavailableException">It is not durable.</exception>
    Task AddAsync(Submission submission);

    /// <summary>What a request with this key left here, as far as this process knows and it is not stored elsewhere yet.</summary>
    SpooledRequest? Find(long requestKey);
}

using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Messaging;

/// <summary>Sets aside what cannot be processed, as it was found, so that nothing holds up the rest and nothing is thrown away.</summary>
internal static class DeadLetters
{
    /// <summary>What is set aside a second time, after a crash or a redelivery, is there once: it is known by its bytes.</summary>
    public static Task AddAsync(Database database, IEnumerable<byte[]> bodies, string reason, TimeProvider time, CancellationToken cancellation) =>
        database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                foreach (var body in bodies.DistinctBy(Convert.ToHexString))
                {
                    // No index: there are few, and none is looked for on the way of a good submission.
                    if (!await db.DeadLetters.AnyAsync(letter => letter.Body == body, cancellation))
                    {
                        db.DeadLetters.Add(new DeadLetter { Id = Guid.CreateVersion7(now), Body = body, Reason = reason, At = now.UtcDateTime });
                    }
                }

                return await db.SaveChangesAsync(cancellation);
            },
            cancellation);
}

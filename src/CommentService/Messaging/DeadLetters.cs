using CommentService.Storage;

namespace CommentService.Messaging;

/// <summary>Sets aside what cannot be processed, as it was found, so that nothing holds up the rest and nothing is thrown away.</summary>
internal static class DeadLetters
{
    public static Task AddAsync(Database database, IEnumerable<byte[]> bodies, string reason, TimeProvider time, CancellationToken cancellation) =>
        database.WriteAsync(
            db =>
            {
                db.DeadLetters.AddRange(bodies.Select(body => new DeadLetter { Body = body, Reason = reason, At = time.GetUtcNow().UtcDateTime }));
                return db.SaveChangesAsync(cancellation);
            },
            cancellation);
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Messaging;

/// <summary>Sets aside what cannot be processed, as it was found, so that nothing holds up the rest and nothing is thrown away.</summary>
internal static class DeadLetters
{
    /// <summary>What is set aside a second time, after a crash or a database that was away, is there once: its id comes from its bytes.</summary>
    public static Task AddAsync(Database database, IEnumerable<byte[]> bodies, string reason, TimeProvider time, CancellationToken cancellation) =>
        database.WriteAsync(
            async db =>
            {
                var letters = bodies.Select(body => new DeadLetter { Id = IdOf(body), Body = body, Reason = reason, At = time.GetUtcNow().UtcDateTime }).ToList();
                var ids = letters.ConvertAll(letter => letter.Id);
                var known = await db.DeadLetters.Where(letter => ids.Contains(letter.Id)).Select(letter => letter.Id).ToListAsync(cancellation);
                db.DeadLetters.AddRange(letters.Where(letter => !known.Contains(letter.Id)).DistinctBy(letter => letter.Id));
                return await db.SaveChangesAsync(cancellation);
            },
            cancellation);

    /// <summary>Positive, and of 53 bits: what reads it as JSON may have no larger whole numbers.</summary>
    private static long IdOf(byte[] body) => 1 + (BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(body)) >>> 12);
}

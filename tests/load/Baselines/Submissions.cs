using CommentService.Load.Client;
using CommentService.Load.Content;

namespace CommentService.Load.Baselines;

/// <summary>The submissions that a baseline without HTTP moves: the same ones at each run.</summary>
internal static class Submissions
{
    public static byte[][] Make(int count)
    {
        var bodies = new MadeUpBodies(new People(clients: 1, authors: 200_000), seed: 1);
        var buffer = new RequestBuffer();
        return [.. Enumerable.Range(0, count).Select(_ => Next())];

        byte[] Next()
        {
            buffer.Clear();
            bodies.AppendNext(buffer);
            return buffer.Written.ToArray();
        }
    }
}

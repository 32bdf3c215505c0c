using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>Made-up comments without end.</summary>
internal sealed class MadeUpPosts(LoopbackTarget target, Articles articles, People people, int seed)
    : Posts(target, articles, people)
{
    private readonly MadeUpBodies bodies = new(people, seed);

    protected override bool TryWriteBody(RequestBuffer body, Connection connection)
    {
        bodies.AppendNext(body);
        return true;
    }
}

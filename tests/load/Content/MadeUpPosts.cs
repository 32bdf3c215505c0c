using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>Made-up comments without end. Names and sentences need no escaping in JSON.</summary>
internal sealed class MadeUpPosts(LoopbackTarget target, Articles articles, People people, int seed)
    : Posts(target, articles, people)
{
    private readonly Sentences sentences = new(seed);

    protected override bool TryWriteBody(RequestBuffer body, Connection connection)
    {
        body.Append("{\"name\":\""u8);
        body.Append(People.NextName());
        body.Append("\",\"comment\":\""u8);
        sentences.AppendTo(body);
        body.Append("\"}"u8);
        return true;
    }
}

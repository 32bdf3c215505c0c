using CommentService.Moderation.Words;

namespace CommentService.Moderation.Rules;

/// <summary>A name that a reader would take for a reserved one: found like a word through its disguises, letters that look alike included (UTS #39).</summary>
internal sealed class ImpersonationRule(ImpersonationSettings settings) : ITextRule
{
    private readonly WordSearch _reserved = new(new Dictionary<string, WordList>
    {
        ["reserved"] = new() { Terms = [.. settings.ReservedNames, .. settings.ReservedRoles] },
    });

    public Report? Judge(Judgement judgement)
    {
        var name = judgement.Folded(SubmissionField.Name);
        return _reserved.Find(name) is [var hit, ..]
            ? new Report(settings.Action, "The name looks like one that is reserved.", name.Evidence(SubmissionField.Name, hit.Start, hit.End))
            : null;
    }
}

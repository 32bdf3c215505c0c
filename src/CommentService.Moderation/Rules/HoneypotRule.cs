namespace CommentService.Moderation.Rules;

/// <summary>A field that readers do not see was filled in.</summary>
internal sealed class HoneypotRule(HoneypotSettings settings) : ITextRule
{
    private readonly Report _report = new(settings.Action, "The form's hidden field was filled in, as programs do.");

    public Report? Judge(Judgement judgement) => judgement.Input.HoneypotFilled ? _report : null;
}

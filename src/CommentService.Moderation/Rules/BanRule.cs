namespace CommentService.Moderation.Rules;

/// <summary>Anyone can write any name, so a banned name alone holds and never rejects.</summary>
internal sealed class BanRule(BanSettings settings) : IRule
{
    public BanSettings Settings => settings;

    public Report? Judge(Judgement judgement)
    {
        BanFact? worst = null;
        foreach (var ban in judgement.Facts.Bans)
        {
            worst = worst is null || worst.Kind == BanKind.Name ? ban : worst;
        }

        if (worst is null)
        {
            return null;
        }

        var reason = string.IsNullOrWhiteSpace(worst.Reason) ? "" : $" ({worst.Reason.Trim()})";
        return new Report(worst.Kind == BanKind.Name ? RuleAction.Hold : RuleAction.Reject, Sentence(worst.Kind, reason));
    }

    private static string Sentence(BanKind kind, string reason) => kind switch
    {
        BanKind.Name => $"The name is banned{reason}; a name alone may be anyone's, so please check.",
        BanKind.Email => $"The email address is banned{reason}.",
        BanKind.Address => $"The sender's network address is banned{reason}.",
        _ => $"The author is banned{reason}.",
    };
}

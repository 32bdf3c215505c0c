using CommentService.Moderation.Text;

namespace CommentService.Moderation.Rules;

/// <summary>Card and account numbers, phone numbers and email addresses in a comment: readers who write them rarely mean the whole world.</summary>
internal sealed class PersonalDataRule(PersonalDataSettings settings) : IRule
{
    private readonly DomainSet _allowed = new(settings.AllowedDomains);

    public Report? Judge(Judgement judgement)
    {
        var comment = judgement.Input.Comment;
        var found = new List<(Evidence Place, string What)>();
        if (settings.EmailAddresses)
        {
            foreach (var (start, length) in EmailFinder.Find(comment))
            {
                var domain = comment.AsSpan(comment.IndexOf('@', start) + 1, start + length - comment.IndexOf('@', start) - 1);
                Add(found, judgement, start, length, "an email address", unless: _allowed.Contains(domain));
            }
        }

        foreach (var number in NumberFinder.Find(comment))
        {
            if (settings.Ibans && Iban.LengthAt(comment, number.Start) is var length and > 0)
            {
                Add(found, judgement, number.Start, length, "a bank account number");
            }
            else if (settings.CardNumbers && CardNumber.IsValid(number.Digits(comment)))
            {
                Add(found, judgement, number.Start, number.Length, "a payment card number");
            }
            else if (settings.Phones && PhoneNumber.IsValid(comment, number, settings.PhoneRegions))
            {
                Add(found, judgement, number.Start, number.Length, "a phone number");
            }
        }

        return found.Count == 0 ? null : new Report(
            settings.Action,
            $"Holds {string.Join(" and ", found.Select(one => one.What).Distinct())}.",
            [.. found.Select(one => one.Place).OrderBy(place => place.Start)]);
    }

    private static void Add(List<(Evidence Place, string What)> found, Judgement judgement, int start, int length, string what, bool unless = false)
    {
        if (!unless && found.Count < Report.MaxEvidence)
        {
            found.Add((judgement.Evidence(SubmissionField.Comment, start, length), what));
        }
    }
}

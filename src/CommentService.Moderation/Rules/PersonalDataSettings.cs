using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CommentService.Moderation.Documents;
using CommentService.Moderation.Text;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="PersonalDataRule"/>.</summary>
internal sealed record PersonalDataSettings : RuleSettings, ICheckedSettings
{
    /// <summary>What to do. Default <c>hold</c>.</summary>
    [Description("What to do with a comment that holds personal data.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>Whether to look for payment card numbers. Default true.</summary>
    [Description("Whether to look for payment card numbers (12 to 19 digits with a right check digit, ISO/IEC 7812).")]
    public bool CardNumbers { get; init; } = true;

    /// <summary>Whether to look for bank account numbers. Default true.</summary>
    [Description("Whether to look for bank account numbers (IBAN, ISO 13616, with right check digits).")]
    public bool Ibans { get; init; } = true;

    /// <summary>Whether to look for phone numbers. Default true.</summary>
    [Description("Whether to look for phone numbers: international ones, and those of phoneRegions.")]
    public bool Phones { get; init; } = true;

    /// <summary>Whether to look for email addresses. Default true.</summary>
    [Description("Whether to look for email addresses.")]
    public bool EmailAddresses { get; init; } = true;

    /// <summary>Countries whose phone numbers are known without their prefix. Default none.</summary>
    [Description("Countries (ISO 3166 codes such as GB, DE) whose phone numbers are recognised as they are written within the country. Others must begin with + or 00.")]
    [MaxLength(10)]
    public IReadOnlyList<string> PhoneRegions { get; init; } = [];

    /// <summary>Domains whose addresses are left alone. Default none.</summary>
    [Description("Domains, with all below them, whose email addresses are left alone, such as the publisher's own.")]
    [DomainName, MaxLength(1_000)]
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    public void Check(PolicyErrors errors, string path)
    {
        for (var i = 0; i < PhoneRegions.Count; i++)
        {
            if (!PhoneNumber.IsRegion(PhoneRegions[i]))
            {
                errors.Add($"{path}.phoneRegions[{i}]", "must be a country's code such as GB (ISO 3166, two capitals)");
            }
        }
    }
}

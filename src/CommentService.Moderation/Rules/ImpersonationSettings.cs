using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CommentService.Moderation.Documents;
using CommentService.Moderation.Words;

namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="ImpersonationRule"/>.</summary>
internal sealed record ImpersonationSettings : RuleSettings, ICheckedSettings
{
    /// <summary>What to do. Default <c>hold</c>.</summary>
    [Description("What to do with a comment under a name that looks like a reserved one.")]
    public RuleAction Action { get; init; } = RuleAction.Hold;

    /// <summary>Names of staff and authors. Default none.</summary>
    [Description("Names that only their owners should use: authors, staff, the publication. They are recognised in look-alike letters, with digits for letters and with words around them.")]
    [MaxLength(10_000)]
    public IReadOnlyList<string> ReservedNames { get; init; } = [];

    /// <summary>Roles that no reader has. Default <c>moderator</c>, <c>administrator</c> and the like.</summary>
    [Description("Roles that no reader has; a name that is or holds one is held.")]
    [MaxLength(1_000)]
    public IReadOnlyList<string> ReservedRoles { get; init; } = ["moderator", "administrator", "admin", "webmaster", "site owner", "staff member", "official account"];

    public void Check(PolicyErrors errors, string path)
    {
        Check(errors, $"{path}.reservedNames", ReservedNames);
        Check(errors, $"{path}.reservedRoles", ReservedRoles);
    }

    private static void Check(PolicyErrors errors, string path, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Contains('*') || Term.TryRead(names[i]) is null)
            {
                errors.Add($"{path}[{i}]", $"must be a name of 1 to {Term.MaxLength} characters");
            }
        }
    }
}

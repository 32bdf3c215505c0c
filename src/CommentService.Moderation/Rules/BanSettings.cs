namespace CommentService.Moderation.Rules;

/// <summary>Settings of <see cref="BanRule"/>: only its mode. What is banned is kept with the bans.</summary>
internal sealed record BanSettings : RuleSettings;

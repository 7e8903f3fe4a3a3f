namespace SelfHealing.Models.Chat.Vendors;

/// <summary>How long a vendor's client waits by itself: longer than the pipeline, which is the one to give up.</summary>
internal static class Patience
{
    public static TimeSpan Of(ModelOptions options) => options.Timeout + TimeSpan.FromHours(1);
}

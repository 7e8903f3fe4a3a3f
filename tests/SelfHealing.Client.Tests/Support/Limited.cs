namespace SelfHealing.Client.Tests.Support;

/// <summary>A test that waits for what never comes fails instead of hanging.</summary>
internal static class Limited
{
    public static CancellationToken Token
    {
        get
        {
            var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(5));
            return limit.Token;
        }
    }
}

WITH bumped AS
(
    UPDATE MembershipVersion SET Version = Version + 1
    WHERE ClusterId = @DeploymentId AND Version = @Version AND EXISTS
    (
        SELECT 1 FROM Membership AS m WHERE m.ClusterId = @DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    )
    RETURNING ClusterId
), changed AS
(
    UPDATE Membership AS m SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = greatest(m.IAmAliveTime, @IAmAliveTime)
    FROM bumped
    WHERE m.ClusterId = bumped.ClusterId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    RETURNING 1
)
SELECT count(*)::integer FROM changed;

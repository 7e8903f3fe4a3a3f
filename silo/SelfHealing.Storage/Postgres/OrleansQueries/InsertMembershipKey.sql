-- One statement is one transaction: the row is made with the version it belongs to, or neither is.
WITH bumped AS
(
    UPDATE MembershipVersion SET Version = Version + 1
    WHERE ClusterId = @DeploymentId AND Version = @Version AND NOT EXISTS
    (
        SELECT 1 FROM Membership AS m WHERE m.ClusterId = @DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
    )
    RETURNING ClusterId
), made AS
(
    INSERT INTO Membership (ClusterId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    SELECT ClusterId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM bumped
    RETURNING 1
)
SELECT count(*)::integer FROM made;
